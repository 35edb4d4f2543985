package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DatanetStoreCommandsTest {
    @TempDir
    Path home;

    @TempDir
    Path folder;

    @Test
    void aCopyIsAWholeStore() throws Exception {
        Path copy = folder.resolve("copy.db");
        JsonNode made = Outcome.of(home, "datanet", "backup", "--out", copy.toString(), "--json")
                .worked()
                .json();
        assertThat(made.path("bytes").longValue()).isEqualTo(Files.size(copy));
        assertThat(Outcome.of(home, "datanet", "backup", "--out", copy.toString())
                        .failed(1))
                .contains("copy.db", "there already");

        Path other = Files.createDirectories(folder.resolve("home"));
        Files.copy(copy, other.resolve("datanets.db"));
        JsonNode check =
                Outcome.of(other, "datanet", "check-store", "--json").worked().json();
        assertThat(check.path("sound").booleanValue()).isTrue();
        assertThat(check.path("rows").longValue()).isGreaterThan(1000);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        Outcome.of(home, "datanet", "list").worked();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("datanets.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("update facet set rows = rows + 1 where id = 1");
        }
        Outcome outcome = Outcome.of(home, "datanet", "check-store");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("1 tallies do not count what there is");
    }

    @Test
    void theBenchTellsItsFigures() {
        JsonNode figures = Outcome.of(home, "bench", "datanet", "--rows", "1000", "--repeats", "2", "--json")
                .worked()
                .json();
        assertThat(figures.path("rows").longValue()).isEqualTo(1000);
        assertThat(figures.path("import_rows_per_second").doubleValue()).isPositive();
        assertThat(figures.path("page_ms_p50").doubleValue()).isPositive();
        assertThat(figures.path("page_ms_p99").doubleValue())
                .isGreaterThanOrEqualTo(figures.path("page_ms_p50").doubleValue());
        assertThat(figures.path("version_seconds").doubleValue()).isPositive();
        assertThat(figures.path("near_duplicate_seconds").doubleValue()).isPositive();
        assertThat(figures.path("near_duplicate_recall").doubleValue()).isGreaterThan(0.9);
        assertThat(figures.path("near_duplicate_precision").doubleValue()).isGreaterThan(0.9);
        assertThat(figures.path("timings").valueStream())
                .hasSizeGreaterThan(20)
                .allMatch(timing -> timing.path("median_ms").doubleValue() > 0);
        assertThat(Outcome.of(home, "bench", "datanet", "--rows", "3").failed(1))
                .contains("at least 1000");
    }
}
