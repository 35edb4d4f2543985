package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.DatanetStore;
import cultivar.ui.dialog.Notice;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSignalsTest extends FxTest {
    @TempDir
    Path folder;

    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private DatanetStore store;
    private FxTaskRunner tasks;

    @BeforeEach
    void start() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        SampleDatanets.fill(store);
        tasks = onFx(() -> new FxTaskRunner());
    }

    @AfterEach
    void stop() {
        onFx(tasks::close);
        store.close();
    }

    @Test
    void aColumnThatWasHiddenStaysHiddenAfterACheck() {
        RowSignals signals = onFx(() -> new RowSignals(
                TestServices.with(store, tasks, new OverlayPane(new StackPane()))
                        .notifications(notices::add)
                        .build(),
                new Words(),
                "kitchen-questions"));
        onFx(() -> {
            signals.choose(Signal.WORDS);
            signals.show(Signal.WORDS, false);
            signals.check();
        });
        waitFor("the check is told", () -> !notices.isEmpty());
        waitFor("the spread is read", () -> signals.spread().get() != null);
        assertThat(signals.chosen().get()).isEqualTo(Signal.WORDS);
        assertThat(signals.columns()).isEmpty();
    }
}
