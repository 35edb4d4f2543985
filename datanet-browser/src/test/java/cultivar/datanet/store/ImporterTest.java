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
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.RowReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read ahead of what is written, and nothing of that shows. */
class ImporterTest {
    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(DatanetCard.titled("swaps"));
    }

    @AfterEach
    void close() {
        assertThat(store.check().problems()).isEmpty();
        store.close();
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> DatanetStoreTest.row("Q" + i, DatanetStoreTest.BOB, "t") + "\n")
                .collect(Collectors.joining());
    }

    private ImportReport load(InputStream in, ImportListener listener) {
        return store.importRows(
                "swaps", "rows.jsonl", in, -1, Split.TRAIN, new RowDefaults(EvmAddress.NOBODY, ""), listener);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatStandsBeforeAFailingPlaceGoesIn() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("bad sector");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        InputStream in = new SequenceInputStream(bytes(lines(0, 2500)), failing);
        assertThatThrownBy(() -> load(in, ImportListener.NONE))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("rows.jsonl cannot be read beyond line 2500 (bad sector)")
                .hasMessageContaining("the 2500 rows before it are in");
        assertThat(store.get("swaps").rows()).isEqualTo(2500);
        assertThat(load(bytes(lines(0, 3000)), ImportListener.NONE).added()).isEqualTo(500);
    }

    @Test
    void problemsComeOnTheImportingThreadInTheOrderOfTheFile() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append(lines(i * 100, i * 100 + 100)).append("broken\n");
        }
        List<Problem> heard = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        ImportReport report = load(bytes(text.toString()), new ImportListener() {
            @Override
            public void problem(Problem problem) {
                heard.add(problem);
                threads.add(Thread.currentThread());
            }
        });
        assertThat(report.added()).isEqualTo(3000);
        assertThat(report.rejected()).isEqualTo(30);
        assertThat(heard).extracting(Problem::line).isSorted().startsWith(101L).endsWith(3030L);
        assertThat(heard).containsExactlyElementsOf(report.problems());
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void aFileWithoutAnyRowIsReadToItsEnd() {
        ImportReport report = load(bytes("broken\n".repeat(50_000)), ImportListener.NONE);
        assertThat(report.added()).isZero();
        assertThat(report.rejected()).isEqualTo(50_000);
        assertThat(report.cancelled()).isFalse();
    }

    @Test
    void anInterruptEndsAnImportBetweenBatches() {
        ImportReport report = load(bytes(lines(0, 5000)), new ImportListener() {
            @Override
            public void progress(ImportProgress progress) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.cancelled()).isTrue();
        assertThat(store.get("swaps").rows()).isEqualTo(report.added()).isBetween(1L, 4999L);
    }

    @Test
    void anImportThatIsStoppedEndsSoonAndKeepsWhatItHas() {
        ImportReport report = load(bytes(lines(0, 60_000)), new ImportListener() {
            private int asked;

            @Override
            public boolean stop() {
                return ++asked > 12;
            }
        });
        assertThat(report.cancelled()).isTrue();
        assertThat(store.get("swaps").rows()).isEqualTo(report.added()).isBetween(1000L, 20_000L);
        assertThat(load(bytes(lines(0, 60_000)), ImportListener.NONE).duplicates())
                .isEqualTo(report.added());
    }

    @Test
    void rowsWhoseHashesBeginAlikeAreKeptApart() {
        // The hashes of these two conversations begin with the same four bytes, which is all that the index holds.
        Contribution first = asked("Q5715");
        Contribution second = asked("Q92003");
        assertThat(first.textHash().hex().substring(0, 10))
                .isEqualTo(second.textHash().hex().substring(0, 10));
        assertThat(add(first, Split.TRAIN).added()).isEqualTo(1);
        assertThat(add(second, Split.TRAIN).added()).isEqualTo(1);
        assertThat(add(second, Split.TRAIN).duplicates()).isEqualTo(1);
        assertThat(add(first, Split.TRAIN).duplicates()).isEqualTo(1);
        assertThat(add(second, Split.HELD_OUT).rejected()).isEqualTo(1);
    }

    @Test
    void rowsThatComeTwiceInAFileAreKnownWhereverTheyStand() {
        ImportReport report = load(bytes(lines(0, 3000) + lines(2500, 3500) + lines(0, 10)), ImportListener.NONE);
        assertThat(report.added()).isEqualTo(3500);
        assertThat(report.duplicates()).isEqualTo(510);
    }

    @Test
    void rowsThatOthersAddWhileAnImportRunsAreKnownToIt() {
        ImportReport report = load(bytes(lines(0, 6000)), new ImportListener() {
            private boolean done;

            @Override
            public void progress(ImportProgress progress) {
                if (!done) {
                    done = true;
                    assertThat(progress.added()).isLessThan(4000);
                    load(bytes(lines(4000, 4010)), ImportListener.NONE);
                    store.importRows(
                            "swaps",
                            "held.jsonl",
                            bytes(lines(5000, 5020)),
                            -1,
                            Split.HELD_OUT,
                            new RowDefaults(EvmAddress.NOBODY, ""),
                            ImportListener.NONE);
                }
            }
        });
        assertThat(report.duplicates()).isEqualTo(10);
        assertThat(report.rejected()).isEqualTo(20);
        assertThat(report.added()).isEqualTo(5970);
    }

    private static Contribution asked(String question) {
        return new Contribution(
                List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, "yes")),
                EvmAddress.NOBODY,
                "MIT",
                "",
                "",
                List.of());
    }

    private ImportReport add(Contribution row, Split split) {
        return store.add("swaps", "made", List.of(new PlacedRow(row, "")), split, ReviewState.ACCEPTED);
    }

    @Test
    void aFullDiskEndsAnImportInOneLineAndWhatWasConfirmedIsThere() throws Exception {
        Path file = folder.resolve("full.db");
        List<ImportProgress> heard = new ArrayList<>();
        ImportListener listener = new ImportListener() {
            @Override
            public void progress(ImportProgress progress) {
                heard.add(progress);
            }
        };
        try (Database database = Database.open(file, 100)) {
            long pages = database.write(connection -> {
                Catalogue.create(connection, DatanetCard.titled("swaps"), 0);
                return Sql.number(connection, "pragma max_page_count = 600");
            });
            assertThat(pages).isEqualTo(600);
            Importer importer = new Importer(
                    database, Clock.systemUTC(), "swaps", "rows.jsonl", Split.TRAIN, ReviewState.ACCEPTED, listener);
            RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, "");
            assertThatThrownBy(() -> importer.run(
                            problems -> new RowReader("rows.jsonl", bytes(lines(0, 20_000)), defaults, problems), -1))
                    .isInstanceOf(DatanetException.class)
                    .hasMessageContaining("The disk is full");
        }
        assertThat(heard).isNotEmpty();
        try (DatanetStore opened = DatanetStore.open(file)) {
            assertThat(opened.check().problems()).isEmpty();
            assertThat(opened.get("swaps").rows())
                    .isEqualTo(heard.getLast().added())
                    .isLessThan(20_000);
        }
    }

    @Test
    void longRowsMakeNoLongTransactions() {
        List<Long> added = new ArrayList<>(List.of(0L));
        ImportListener listener = new ImportListener() {
            @Override
            public void progress(ImportProgress progress) {
                added.add(progress.added());
            }
        };
        try (Database database = Database.open(folder.resolve("long.db"), 100)) {
            database.write(connection -> {
                Catalogue.create(connection, DatanetCard.titled("swaps"), 0);
                return 0;
            });
            Importer importer = new Importer(
                    database,
                    Clock.systemUTC(),
                    "swaps",
                    "rows.jsonl",
                    Split.TRAIN,
                    ReviewState.ACCEPTED,
                    listener,
                    100);
            RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, "");
            importer.run(problems -> new RowReader("rows.jsonl", bytes(lines(0, 12_000)), defaults, problems), -1);
        }
        assertThat(added).endsWith(12_000L);
        for (int i = 1; i < added.size(); i++) {
            assertThat(added.get(i) - added.get(i - 1)).isLessThanOrEqualTo(1000);
        }
    }

    @Test
    void allThatWasRefusedCanBeSaved() throws Exception {
        ImportReport report = load(bytes("broken\n".repeat(3000) + lines(0, 10)), ImportListener.NONE);
        assertThat(report.problems()).hasSize(ImportReport.LISTED);
        assertThat(report.shortened()).isTrue();
        Path saved = folder.resolve("refused.txt");
        assertThat(ProblemFile.write(saved, List.of(report))).isEqualTo(3000);
        assertThat(saved).content().startsWith("rows.jsonl:1: ").contains("rows.jsonl:3000: ");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
}
