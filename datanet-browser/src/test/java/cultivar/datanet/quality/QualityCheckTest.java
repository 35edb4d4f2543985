package cultivar.datanet.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Contribution;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QualityCheckTest {
    private static List<Contribution> rows(int count) {
        PlantedRows planted = new PlantedRows(1000, 5);
        List<Contribution> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(planted.contribution(i));
        }
        return rows;
    }

    @Test
    void everyRowHasEverySignal() {
        Recorded found = Recorded.of(rows(300), List.of());

        assertThat(found.values).hasSize(300);
        assertThat(found.values.values()).allMatch(values -> values.keySet().equals(EnumSet.allOf(Signal.class)));
    }

    @Test
    void onlyWhatIsWantedIsTold() {
        Recorded found = new Recorded();
        new QualityCheck(Set.of(Signal.SECRET), 0.8)
                .run(Recorded.source(rows(20), List.of()), found, QualityListener.NONE);

        assertThat(found.values.values())
                .hasSize(20)
                .allMatch(values -> values.keySet().equals(Set.of(Signal.SECRET)));
    }

    @Test
    void theSameRowsGiveTheSameResults() {
        Recorded one = Recorded.of(rows(500), List.of());
        Recorded other = Recorded.of(rows(500), List.of());

        assertThat(other.values).isEqualTo(one.values);
        assertThat(other.clusters).isEqualTo(one.clusters);
    }

    @Test
    void aListenerHearsEveryPhaseAndStopsIt() {
        Set<QualityProgress.Phase> heard = EnumSet.noneOf(QualityProgress.Phase.class);
        QualityListener stopping = new QualityListener() {
            @Override
            public void progress(QualityProgress progress) {
                heard.add(progress.phase());
            }

            @Override
            public boolean stop() {
                return heard.contains(QualityProgress.Phase.DUPLICATES);
            }
        };
        Recorded found = new Recorded();

        assertThat(new QualityCheck().run(Recorded.source(rows(200), List.of()), found, stopping))
                .isFalse();
        assertThat(heard).containsExactly(QualityProgress.Phase.READING, QualityProgress.Phase.DUPLICATES);
        assertThat(found.clusters).isEmpty();
    }

    @Test
    void noRowsAreNoProblem() {
        Recorded found = Recorded.of(List.of(), List.of());

        assertThat(found.values).isEmpty();
    }

    @Test
    void aThresholdThatTheBandsCannotMeetIsRefused() {
        assertThatThrownBy(() -> new QualityCheck(Set.of(Signal.NEAR_DUPLICATE), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.7");
    }

    @Test
    void everySignalAndBadgeHasItsWords() {
        QualityWords words = new QualityWords();
        for (Signal signal : Signal.values()) {
            assertThat(words.title(signal)).isNotBlank();
            assertThat(words.explanation(signal)).endsWith(".");
        }
        Set<String> keys = Messages.load(QualityWords.class, "cultivar.datanet.quality.texts")
                .keys();
        for (String key : keys) {
            if (key.startsWith("badge.") && key.endsWith(".text")) {
                String kind = key.substring("badge.".length(), key.length() - ".text".length());
                assertThat(words.badgeTitle(kind)).isNotBlank();
            }
        }
    }

    @Test
    void aHistogramCountsEveryValueOnce() {
        Histogram histogram = new Histogram(0, 1, 4);
        for (double value : new double[] {-1, 0, 0.24, 0.25, 0.5, 1, 7, Double.NaN}) {
            histogram.add(value);
        }

        assertThat(List.of(histogram.count(0), histogram.count(1), histogram.count(2), histogram.count(3)))
                .containsExactly(3L, 1L, 1L, 2L);
        assertThat(histogram.from(1)).isEqualTo(0.25);
        assertThat(histogram.from(4)).isEqualTo(1);
    }

    @Test
    void aReportKeepsTheWorstAndCountsAll() {
        QualityReport report = new QualityReport(2);
        List<Contribution> rows = new ArrayList<>(rows(30));
        rows.add(Recorded.row("Write to a@example.org", "Done."));
        rows.add(Recorded.row("Write to a@example.org, b@example.org and c@example.org", "Done."));
        rows.add(Recorded.row("Write to a@example.org and b@example.org", "Done."));
        new QualityCheck().run(Recorded.source(rows, List.of()), report, QualityListener.NONE);

        QualityReport.Badges emails = report.badges().stream()
                .filter(badges -> badges.kind().equals("email"))
                .findFirst()
                .orElseThrow();
        assertThat(emails.rows()).isEqualTo(3);
        assertThat(emails.worst())
                .extracting(example -> example.value().value())
                .containsExactly(3.0, 2.0);
        assertThat(report.ranges()).containsOnlyKeys(Signal.values());
        assertThat(report.ranges().get(Signal.PERSONAL_DATA)).satisfies(range -> {
            assertThat(range.rows()).isEqualTo(33);
            assertThat(range.highest()).isEqualTo(3);
        });
    }
}
