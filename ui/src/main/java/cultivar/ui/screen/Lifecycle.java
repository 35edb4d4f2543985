package cultivar.ui.screen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives while a node is on show: subscriptions, running tasks, timers. All of it ends together, in reverse order,
 * when the node leaves its scene. FX thread only.
 */
public final class Lifecycle implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Runnable> endings = new ArrayDeque<>();
    private boolean closed;

    /** An open scope, for tests and for owners that close it themselves; screens get theirs from {@link #host}. */
    public Lifecycle() {}

    /**
     * Ties a screen to its view: {@link Screen#onShow} runs whenever the view enters a scene. Doing it twice for one
     * view changes nothing.
     *
     * @return the view
     */
    public static Node host(Screen screen) {
        Node view = screen.view();
        if (view.getProperties().putIfAbsent(Lifecycle.class, screen) == null) {
            attach(view, screen::onShow);
        }
        return view;
    }

    /**
     * Opens a scope whenever the node enters a scene and closes it when the node leaves.
     *
     * @return detaches, closing the scope that is open
     */
    public static Subscription attach(Node node, Consumer<? super Lifecycle> onShow) {
        Scopes scopes = new Scopes(onShow);
        Subscription subscription = node.sceneProperty().subscribe(scene -> scopes.shown(scene != null));
        return () -> {
            subscription.unsubscribe();
            scopes.shown(false);
        };
    }

    /** Closes the resource when the scope ends (a task is cancelled); at once if it has ended. */
    public <C extends AutoCloseable> C add(C resource) {
        onClose(() -> closeQuietly(resource));
        return resource;
    }

    /** Ends the subscription with the scope. */
    public void add(Subscription subscription) {
        onClose(subscription::unsubscribe);
    }

    /** Calls the sink with the current value and with every later one while the scope lasts. */
    public <T> void bind(ObservableValue<T> source, Consumer<? super T> sink) {
        add(source.subscribe(sink));
    }

    /** Runs the action when the scope ends; at once if it has ended. */
    public void onClose(Runnable action) {
        if (closed) {
            action.run();
        } else {
            endings.push(action);
        }
    }

    /** Whether the scope has ended. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the other endings must still run
            LOG.warn("Closing {} failed", resource, e);
        }
    }

    private static final class Scopes {
        private final Consumer<? super Lifecycle> onShow;
        private @Nullable Lifecycle open;

        Scopes(Consumer<? super Lifecycle> onShow) {
            this.onShow = onShow;
        }

        void shown(boolean shown) {
            if (open != null) {
                open.close();
                open = null;
            }
            if (shown) {
                Lifecycle scope = new Lifecycle();
                open = scope;
                onShow.accept(scope);
            }
        }
    }
}
