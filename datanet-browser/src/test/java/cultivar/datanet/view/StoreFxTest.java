package cultivar.datanet.view;

import cultivar.datanet.store.DatanetStore;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of screens over an empty store of its own; their windows are closed before the store is. */
abstract class StoreFxTest extends FxTest {
    @TempDir
    Path folder;

    final StackPane host = new StackPane();
    final KeptSettings settings = new KeptSettings();
    DatanetStore store;
    FxTaskRunner tasks;
    OverlayPane window;

    @BeforeEach
    final void openStore() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(host));
    }

    @AfterEach
    final void closeStore() {
        onFx(() -> host.getChildren().clear());
        onFx(tasks::close);
        store.close();
    }
}
