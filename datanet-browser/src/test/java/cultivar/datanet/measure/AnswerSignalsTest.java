package cultivar.datanet.measure;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.SignalRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerSignalsTest {
    private static final String NET = "defi-intents";

    @TempDir
    Path folder;

    private DatanetStore store;
    private final AnswerSignals signals = new AnswerSignals(new ScriptedModel(0));

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        var _ = store.installDemos();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyAnswerIsMeasuredOnceAndKeptWithItsReason() {
        assertThat(signals.measure(store, NET, done -> true)).isTrue();

        long rows = store.count(NET, RowFilter.all());
        assertThat(signals.measured(store, NET)).isEqualTo(rows);
        StoredRow row = store.page(
                        NET,
                        RowFilter.all()
                                .withSignal(new SignalRange(
                                        signals.difficulty().stored(), AnswerSignal.NO_HELP, Double.MAX_VALUE)),
                        0,
                        1)
                .rows()
                .getFirst();
        assertThat(store.signals().of(row.contentHash()))
                .anySatisfy(value -> {
                    assertThat(value.signal()).isEqualTo(signals.difficulty().stored());
                    assertThat(value.value()).isEqualTo(1.5);
                    assertThat(value.reason()).contains("does not make this answer any likelier", "1.5");
                })
                .anySatisfy(value -> {
                    assertThat(value.signal()).isEqualTo(signals.loss().stored());
                    assertThat(value.value())
                            .isEqualTo(row.contribution()
                                            .messages()
                                            .getLast()
                                            .content()
                                            .length()
                                    / 10.0);
                });
        assertThat(signals.measure(store, NET, done -> {
                    throw new AssertionError("nothing is left to measure");
                }))
                .isTrue();
    }

    @Test
    void whatWasMeasuredUntilItWasStoppedStays() {
        assertThat(signals.measure(store, NET, done -> done < 32)).isFalse();
        long measured = signals.measured(store, NET);
        assertThat(measured).isGreaterThanOrEqualTo(32);
        long[] first = {-1};
        assertThat(signals.measure(store, NET, done -> {
                    first[0] = Math.max(first[0], done);
                    return true;
                }))
                .isTrue();
        assertThat(signals.measured(store, NET)).isEqualTo(store.count(NET, RowFilter.all()));
        assertThat(first[0]).isLessThan(store.count(NET, RowFilter.all()) - measured);
    }

    @Test
    void theModelsNameIsKnownAgain() {
        signals.measure(store, NET, done -> false);

        Map<?, String> models = store.signals().measuredBy();
        assertThat(models.values()).containsExactly("scripted", "scripted");
        List<AnswerSignal> found = store.signals().measuredBy().entrySet().stream()
                .flatMap(each -> AnswerSignal.of(each.getKey(), each.getValue()).stream())
                .toList();
        assertThat(found).containsExactly(signals.loss(), signals.difficulty());
    }
}
