package cultivar.ui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.task.DirectTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

class LifecycleTest extends FxTest {
    private static final class Probe implements Screen {
        private final Label view = new Label("screen");
        private final SimpleStringProperty source;
        private final List<String> seen;

        Probe(SimpleStringProperty source, List<String> seen) {
            this.source = source;
            this.seen = seen;
        }

        @Override
        public Node view() {
            return view;
        }

        @Override
        public void onShow(Lifecycle scope) {
            seen.add("shown");
            scope.bind(source, seen::add);
            scope.onClose(() -> seen.add("hidden"));
        }
    }

    @Test
    void everythingEndsWhenTheScreenGoes() {
        SimpleStringProperty source = new SimpleStringProperty("a");
        List<String> seen = new ArrayList<>();
        onFx(() -> {
            Probe probe = new Probe(source, seen);
            StackPane root = new StackPane();
            new Scene(root);
            root.getChildren().add(Lifecycle.host(probe));
            root.getChildren().setAll(Lifecycle.host(probe));
            source.set("b");
            root.getChildren().clear();
            source.set("c");
            root.getChildren().add(Lifecycle.host(probe));
        });
        assertThat(seen).containsExactly("shown", "a", "b", "hidden", "shown", "c");
    }

    @Test
    void aHiddenScreenCanBeForgotten() throws Exception {
        SimpleStringProperty source = new SimpleStringProperty("a");
        WeakReference<Probe> gone = onFx(() -> {
            Probe probe = new Probe(source, new ArrayList<>());
            StackPane root = new StackPane();
            new Scene(root);
            root.getChildren().add(Lifecycle.host(probe));
            root.getChildren().clear();
            return new WeakReference<>(probe);
        });
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(gone.get()).isNull();
    }

    @Test
    void whatComesTooLateIsClosedAtOnce() {
        Lifecycle scope = new Lifecycle();
        scope.close();
        List<String> seen = new ArrayList<>();
        scope.onClose(() -> seen.add("closed"));
        assertThat(scope.add(new DirectTaskRunner().load("x", context -> 1)).title())
                .isEqualTo("x");
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void everyStateHasAPage() {
        StatePane pane = onFx(() -> new StatePane(new Label("content"))
                .loading("Reading the datanets")
                .empty(Feather.DATABASE, "No datanets yet", "Import one to begin.", null)
                .onRetry(() -> {}));
        assertThat(onFx(() -> pane.lookup(".loading"))).isNotNull();
        show(pane, 800, 500);
        for (ScreenState state : ScreenState.values()) {
            onFx(() -> {
                if (state == ScreenState.FAILED) {
                    pane.fail(new Failure("The database is locked.", "Close the other studio.", "SQLITE_BUSY"));
                } else {
                    pane.stateProperty().set(state);
                }
            });
            settle();
            Accessibility.assertAccessible(pane);
            Screenshots.take(pane, "state-" + state, 800, 500);
        }
    }
}
