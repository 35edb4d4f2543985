package cultivar.ui.screen;

import cultivar.ui.task.FxExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the window is and how it got there. Asks the shown screen before leaving it; of several moves asked for
 * meanwhile, the last one wins. FX thread only.
 */
public final class Navigator {
    private static final Logger LOG = LoggerFactory.getLogger(Navigator.class);
    private static final int REMEMBERED = 50;

    private final Function<? super Route, ? extends Screen> screens;
    private final Executor ui;
    private final Deque<Route> past = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<@Nullable Route> route = new ReadOnlyObjectWrapper<>(this, "route");
    private final ReadOnlyObjectWrapper<@Nullable Screen> screen = new ReadOnlyObjectWrapper<>(this, "screen");
    private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper(this, "canGoBack");
    private long asked;

    /**
     * A navigator.
     *
     * @param screens gives the screen of a route; it decides whether a screen is kept or made anew
     */
    public Navigator(Function<? super Route, ? extends Screen> screens) {
        this(screens, new FxExecutor());
    }

    Navigator(Function<? super Route, ? extends Screen> screens, Executor ui) {
        this.screens = screens;
        this.ui = ui;
    }

    /** Goes to a place, remembering the present one. Going where the window is does nothing. */
    public void go(Route target) {
        if (target.equals(route.get())) {
            asked++;
            return;
        }
        leaveThen(() -> {
            remember();
            show(target);
        });
    }

    /** Goes to a place that takes the present one's position in the history, as a redirection does. */
    public void replace(Route target) {
        leaveThen(() -> show(target));
    }

    /** Goes to the place before, if there is one. */
    public void back() {
        if (!past.isEmpty()) {
            leaveThen(() -> show(past.pop()));
        }
    }

    /** Where the window is; null before the first move. */
    public ReadOnlyObjectProperty<@Nullable Route> routeProperty() {
        return route.getReadOnlyProperty();
    }

    /** The screen on show; null before the first move. */
    public ReadOnlyObjectProperty<@Nullable Screen> screenProperty() {
        return screen.getReadOnlyProperty();
    }

    /** Whether {@link #back()} leads somewhere. */
    public ReadOnlyBooleanProperty canGoBackProperty() {
        return canGoBack.getReadOnlyProperty();
    }

    private void leaveThen(Runnable move) {
        long mine = ++asked;
        Screen present = screen.get();
        if (present == null) {
            move.run();
            return;
        }
        var _ = present.canLeave()
                .whenComplete((may, error) -> ui.execute(() -> {
                    if (error != null) {
                        LOG.warn("Asking {} whether it may be left failed", present, error);
                    }
                    if (mine == asked && (error != null || Boolean.TRUE.equals(may))) {
                        move.run();
                    }
                }));
    }

    private void remember() {
        Route present = route.get();
        if (present != null) {
            past.push(present);
            if (past.size() > REMEMBERED) {
                past.removeLast();
            }
        }
    }

    private void show(Route target) {
        Screen next = screens.apply(target);
        route.set(target);
        screen.set(next);
        canGoBack.set(!past.isEmpty());
    }
}
