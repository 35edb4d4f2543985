package cultivar.ui.test;

import cultivar.ui.theme.Theme;
import cultivar.ui.theme.Themes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test with a real window on JavaFX's headless platform. Extend it; the toolkit starts once for all tests, and a test
 * fails if JavaFX logged a CSS warning or something was thrown on the FX thread meanwhile.
 */
@ExtendWith(FxExtension.class)
public abstract class FxTest {
    private static final long PATIENCE_SECONDS = 60;

    private @Nullable Stage stage;

    /** Work that may throw. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    @BeforeEach
    final void light() {
        theme(Theme.LIGHT);
    }

    @AfterEach
    final void closeWindows() {
        onFx(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    /** The one theme service of the test run. */
    protected final Themes themes() {
        return FxExtension.themes();
    }

    /** Dresses all windows. */
    protected final void theme(Theme theme) {
        onFx(() -> themes().themeProperty().set(theme));
    }

    /** Gets a value on the FX thread; what is thrown there is thrown here. */
    protected static <T> T onFx(Callable<T> work) {
        return FxExtension.call(work);
    }

    /** Runs something on the FX thread; what is thrown there is thrown here. */
    protected static void onFx(Action work) {
        FxExtension.call(() -> {
            work.run();
            return true;
        });
    }

    /** Shows a node alone in a window; at most 1000 by 1000, the size of the headless screen. */
    protected final Stage show(Parent root, double width, double height) {
        if (width > 1000 || height > 1000) {
            throw new IllegalArgumentException("The headless screen has 1000 x 1000 pixels.");
        }
        Stage shown = onFx(() -> {
            if (stage != null) {
                stage.hide();
            }
            Stage next = new Stage();
            Scene scene = new Scene(root, width, height);
            themes().apply(scene);
            next.setScene(scene);
            next.setX(0);
            next.setY(0);
            next.show();
            return next;
        });
        stage = shown;
        settle();
        return shown;
    }

    /** Waits until everything queued on the FX thread is done and two pulses have laid out all windows. */
    protected static void settle() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (++pulses == 3) {
                    stop();
                    done.complete(true);
                }
            }
        }.start());
        await(done);
    }

    /** Waits until a condition, asked on the FX thread, holds. */
    protected static void waitFor(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (!onFx((Callable<Boolean>) condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited " + PATIENCE_SECONDS + " s in vain: " + what);
            }
            sleep(10);
        }
    }

    /** Clicks the middle of a shown node with a real pointer. */
    protected static void click(Node node) {
        click(() -> node);
    }

    /** Finds a node and clicks its middle before anything can take its place: lists are filled anew as answers come. */
    protected static void click(Callable<? extends Node> found) {
        onFx(() -> {
            Node node = found.call();
            Scene scene = node.getScene();
            if (scene == null) {
                throw new AssertionError(node + " is in no window any more");
            }
            // What came since the last pulse has no place yet, and the pointer would meet something else.
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            Bounds on = node.localToScreen(node.getBoundsInLocal());
            Robot robot = new Robot();
            robot.mouseMove(on.getCenterX(), on.getCenterY());
            robot.mouseClick(MouseButton.PRIMARY);
        });
        settle();
    }

    /** Presses keys together and lets go of them in reverse order. */
    protected static void press(KeyCode... keys) {
        onFx(() -> {
            Robot robot = new Robot();
            for (KeyCode key : keys) {
                robot.keyPress(key);
            }
            for (int i = keys.length - 1; i >= 0; i--) {
                robot.keyRelease(keys[i]);
            }
        });
        settle();
    }

    /** The first node in a tree that matches a CSS selector. */
    protected static <N extends Node> N find(Node root, String selector, Class<N> type) {
        return onFx(() -> {
            root.applyCss();
            Node found = root.lookup(selector);
            if (found == null) {
                throw new AssertionError("Nothing matches " + selector + " in " + root);
            }
            return type.cast(found);
        });
    }

    private static void await(CompletableFuture<?> future) {
        try {
            var _ = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The FX thread does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
