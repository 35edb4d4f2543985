package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.StoredRow;
import cultivar.runtime.train.RowCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitCheckTest {
    private static final DatanetVersionRef COLOURS = new DatanetVersionRef("colours", 1);

    @TempDir
    private static Path folder;

    private static Studio studio;

    @BeforeAll
    static void open() {
        studio = new Studio(folder).withColours();
    }

    @AfterAll
    static void close() {
        studio.close();
    }

    private static FitCheck check(int maxLength) {
        try (Stream<StoredRow> rows = studio.datanets().rows(COLOURS)) {
            return FitCheck.of(rows, studio.model(), maxLength, done -> true);
        }
    }

    @Test
    void everythingFitsWhereThereIsRoom() {
        FitCheck check = check(100_000);

        assertThat(check.rows()).isEqualTo(40);
        assertThat(check.cut() + check.dropped()).isZero();
        assertThat(check.maxLength()).isEqualTo(studio.model().spec().maxPositions());
        assertThat(check.lengthAt(0)).isLessThanOrEqualTo(check.lengthAt(0.5)).isPositive();
        assertThat(check.lengthAt(0.5)).isLessThanOrEqualTo(check.lengthAt(1));
        assertThat(check.unfit()).isEmpty();
        assertThat(check.samples()).hasSize(3);
    }

    @Test
    void theCountsAreThoseOfARun() {
        int median = check(100_000).lengthAt(0.5);
        for (int maxLength : List.of(median, median - 3, median + 2)) {
            FitCheck check = check(maxLength);
            RowCounts run = TrainingRows.load(studio.recipe("x"), studio::datanets)
                    .tokenized(studio.model(), maxLength)
                    .counts();

            assertThat(check.rows() - check.dropped()).isEqualTo(run.rows());
            assertThat(check.cut()).isEqualTo(run.cut());
            assertThat(check.dropped()).isEqualTo(run.dropped());
            assertThat(check.tokens()).isEqualTo(run.tokens());
            assertThat(check.trained()).isEqualTo(run.trained());
            assertThat(check.unfit()).hasSize(Math.min(20, check.cut() + check.dropped()));
        }
    }

    @Test
    void rowsOfWhichNoAnswerIsLeftAreDropped() {
        FitCheck check = check(3);

        assertThat(check.dropped()).isEqualTo(40);
        assertThat(check.tokens()).isZero();
        assertThat(check.packed()).isZero();
        assertThat(check.unfit()).allMatch(FitCheck.Unfit::dropped).allMatch(row -> row.promptTokens() >= 3);
    }

    @Test
    void packingFillsWhatPaddingLeavesEmpty() {
        FitCheck check = check(400);

        assertThat(check.packs()).isBetween((long) Math.ceil(check.tokens() / 400.0), 40L);
        assertThat(check.packed()).isBetween(0.3, 1.0);
        assertThat(check.padded()).isBetween(0.3, 1.0);
    }

    @Test
    void itCanBeStopped() {
        try (Stream<StoredRow> rows = studio.datanets().rows(COLOURS)) {
            assertThat(FitCheck.of(rows, studio.model(), 400, done -> done < 5).rows())
                    .isEqualTo(5);
        }
    }
}
