package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.RowEdit;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the text index, a search finds the rows that there are. */
class WordsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("datanets.db");
    }

    private Path words() {
        return folder.resolve("datanets.db.words");
    }

    private DatanetStore open() {
        return DatanetStore.open(file(), 200, Clock.systemUTC());
    }

    private static void load(DatanetStore store, String text, int from, int to, ImportListener listener) {
        if (store.list().isEmpty()) {
            store.create(DatanetCard.titled("swaps"));
        }
        String lines = IntStream.range(from, to)
                .mapToObj(i -> DatanetStoreTest.row(text + " " + i, DatanetStoreTest.BOB, "t"))
                .collect(Collectors.joining("\n"));
        ImportReport report = store.importRows(
                "swaps",
                "rows.jsonl",
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                -1,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, ""),
                listener);
        assertThat(report.added()).isEqualTo(to - from);
    }

    private static void load(DatanetStore store, String text, int from, int to) {
        load(store, text, from, to, ImportListener.NONE);
    }

    private static long found(DatanetStore store, String text) {
        return store.count("swaps", RowFilter.all().withText(text + " "));
    }

    private void sql(Path file, String... commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private static long number(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return Sql.number(connection, query);
        }
    }

    @Test
    void anIndexThatIsGoneIsMadeAgain() throws Exception {
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 3000);
        }
        Files.delete(words());
        try (DatanetStore store = open()) {
            assertThat(found(store, "apple")).isEqualTo(3000);
            assertThat(store.check()).isEqualTo(new StoreCheck(3000, List.of()));
        }
        assertThat(words()).exists();
    }

    @Test
    void aDamagedIndexIsMadeAnew() throws Exception {
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 3000);
        }
        Files.writeString(words(), "This is no database at all. ".repeat(500));
        try (DatanetStore store = open()) {
            assertThat(found(store, "apple")).isEqualTo(3000);
            assertThat(store.check().sound()).isTrue();
        }
    }

    @Test
    void anIndexOfAnotherFormatIsMadeAnew() throws Exception {
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 10);
        }
        sql(words(), "drop table contribution_words", "pragma user_version = 99");
        try (DatanetStore store = open()) {
            assertThat(found(store, "apple")).isEqualTo(10);
        }
    }

    @Test
    void aNewIndexHasPagesThatHoldTwoOfItsPieces() throws Exception {
        open().close();
        assertThat(number(words(), "pragma page_size")).isEqualTo(8192);
    }

    @Test
    void damageThatASearchMeetsIsOneLineThatSaysWhatHelps() throws Exception {
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 100);
        }
        sql(words(), "update contribution_words_data set block = x'00' where id > 10");
        try (DatanetStore store = open()) {
            assertThatThrownBy(() -> found(store, "apple"))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining(words() + " is damaged")
                    .hasMessageContaining("delete it");
            assertThat(store.check().sound()).isFalse();
        }
    }

    @Test
    void rowsThatAPowerCutTookAreTakenOutAndThoseAfterThemGoIn() throws Exception {
        Path earlier = folder.resolve("earlier.db");
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 2000);
            store.backup(earlier);
            load(store, "cherry", 0, 2000);
            assertThat(found(store, "cherry")).isEqualTo(2000);
        }
        Files.move(earlier, file(), StandardCopyOption.REPLACE_EXISTING);
        try (DatanetStore store = open()) {
            assertThat(found(store, "apple")).isEqualTo(2000);
            assertThat(found(store, "cherry")).isZero();
            assertThat(store.check().problems()).isEmpty();
            load(store, "plum", 0, 3000);
            assertThat(found(store, "plum")).isEqualTo(3000);
            assertThat(found(store, "cherry")).isZero();
            assertThat(store.check().problems()).isEmpty();
        }
    }

    @Test
    void theIndexOfAnotherDatabaseIsNotBelieved() throws Exception {
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 500);
        }
        Files.move(file(), folder.resolve("other.db"));
        Path kept = folder.resolve("kept.words");
        Files.move(words(), kept);
        try (DatanetStore store = open()) {
            load(store, "cherry", 0, 900);
        }
        Files.move(kept, words(), StandardCopyOption.REPLACE_EXISTING);
        try (DatanetStore store = open()) {
            assertThat(found(store, "apple")).isZero();
            assertThat(found(store, "cherry")).isEqualTo(900);
            assertThat(store.check().problems()).isEmpty();
        }
    }

    @Test
    void rowsAreFoundWhileMoreComeIn() {
        List<Long> found = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        try (DatanetStore store = open()) {
            load(store, "apple", 0, 20_000, new ImportListener() {
                @Override
                public void progress(ImportProgress progress) {
                    told.add(progress.added());
                    found.add(found(store, "apple"));
                }
            });
            assertThat(found).isEqualTo(told).hasSizeGreaterThan(5);
            store.curation().applyToAll("swaps", RowFilter.all().withText("apple 7 "), RowEdit.reject("no"), "ada");
            assertThat(store.curation().counts("swaps").of(ReviewState.REJECTED))
                    .isEqualTo(1);
        }
    }

    @Test
    void twoProgramsMakeOneIndex() {
        try (DatanetStore one = open();
                DatanetStore other = open()) {
            for (int i = 0; i < 20; i++) {
                load(one, "apple", i * 10, i * 10 + 10);
                load(other, "cherry", i * 10, i * 10 + 10);
            }
            assertThat(found(one, "apple")).isEqualTo(200);
            assertThat(found(one, "cherry")).isEqualTo(200);
            assertThat(found(other, "apple")).isEqualTo(200);
            assertThat(one.check().problems()).isEmpty();
        }
    }

    @Test
    void rowsGoInWhileTheIndexCannotBeWrittenAndASearchSaysSo() throws Exception {
        try (DatanetStore store = open();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + words());
                Statement statement = other.createStatement()) {
            load(store, "apple", 0, 10);
            statement.execute("begin immediate");
            PlacedRow row = new PlacedRow(
                    new Contribution(
                            List.of(new Message(Role.USER, "cherry 1"), new Message(Role.ASSISTANT, "yes")),
                            EvmAddress.NOBODY,
                            "MIT",
                            "",
                            "",
                            List.of()),
                    "");
            assertThat(store.add("swaps", "made", List.of(row), Split.TRAIN, ReviewState.ACCEPTED)
                            .added())
                    .isEqualTo(1);
            assertThat(store.page("swaps", RowFilter.all(), 0, 100).rows()).hasSize(11);
            assertThatThrownBy(() -> found(store, "cherry"))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("text index")
                    .hasMessageContaining("in use by another program");
            statement.execute("rollback");
            assertThat(found(store, "cherry")).isEqualTo(1);
        }
    }
}
