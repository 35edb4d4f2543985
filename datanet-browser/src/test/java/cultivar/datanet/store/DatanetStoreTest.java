package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.ContributorShare;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.merkle.MerkleProof;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatanetStoreTest {
    static final String ALICE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    static final String BOB = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
    private static final DatanetVersionRef FIRST = new DatanetVersionRef("swaps", 1);

    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("home/datanets.db"));
        store.create(new DatanetCard(
                "swaps",
                "Swaps",
                "Plain requests",
                "",
                "",
                List.of(new DatanetCard.TagMeaning("swap", "to swap")),
                ""));
    }

    @AfterEach
    void close() {
        store.close();
    }

    static String row(String question, String contributor, String tag) {
        return """
            {"messages":[{"role":"user","content":"%s"},{"role":"assistant","content":"answer to %s"}],\
            "contributor":"%s","licence":"CC-BY-4.0","source":"me","tags":["%s"]}\
            """.formatted(question, question, contributor, tag);
    }

    private ImportReport load(Split split, String... lines) {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return store.importRows(
                "swaps",
                "rows.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                split,
                new RowDefaults(EvmAddress.NOBODY, ""),
                ImportListener.NONE);
    }

    private void threeRows() {
        load(
                Split.TRAIN,
                row("Swap 5 OPEN", ALICE, "swap"),
                row("Stake half of it", BOB, "stake"),
                row("Swap all for café", ALICE, "swap"));
    }

    private List<String> questions(RowFilter filter) {
        return store.page("swaps", filter, 0, 100).rows().stream()
                .map(row -> row.contribution().messages().getFirst().content())
                .toList();
    }

    @Test
    void aDatanetShowsWhatWasImported() {
        threeRows();
        load(Split.HELD_OUT, row("Swap 6 OPEN", BOB, "swap"));
        Datanet datanet = store.get("swaps");
        assertThat(datanet.rows()).isEqualTo(3);
        assertThat(datanet.heldOutRows()).isEqualTo(1);
        assertThat(datanet.draftRows()).isEqualTo(3);
        assertThat(datanet.contributors())
                .containsExactly(
                        new ContributorShare(new EvmAddress(ALICE), 2, 2 / 3.0),
                        new ContributorShare(new EvmAddress(BOB), 1, 1 / 3.0));
        assertThat(datanet.licences()).containsExactly(new Counted("CC-BY-4.0", 3));
        assertThat(datanet.tags()).containsExactly(new Counted("swap", 2), new Counted("stake", 1));
        assertThat(datanet.latest()).isEmpty();
        assertThat(store.list()).containsExactly(datanet);
    }

    @Test
    void importingAgainAddsOnlyWhatIsNew() {
        threeRows();
        ImportReport again = load(
                Split.TRAIN, row("Swap 5 OPEN", ALICE, "swap"), row("Swap 5 OPEN", BOB, "swap"), row("New", BOB, "x"));
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(again.added())
                .as("another contributor's same text is theirs")
                .isEqualTo(2);
        assertThat(store.get("swaps").rows()).isEqualTo(5);
    }

    @Test
    void aTextIsOnOneSideOnly() {
        load(Split.HELD_OUT, row("Swap 5 OPEN", ALICE, "swap"));
        ImportReport train = load(Split.TRAIN, row("Swap 5 OPEN", BOB, "other"), row("Swap 7 OPEN", BOB, "swap"));
        assertThat(train.added()).isEqualTo(1);
        assertThat(train.problems())
                .map(Problem::toString)
                .containsExactly("rows.jsonl:1: its text is among the held-out rows, which no model may learn from");
        ImportReport held = load(Split.HELD_OUT, row("Swap 7 OPEN", ALICE, "swap"));
        assertThat(held.added()).isZero();
        assertThat(held.rejected()).isEqualTo(1);
        store.publish("swaps");
        assertThat(store.rows(FIRST)).hasSize(1).allMatch(row -> row.split() == Split.TRAIN);
        assertThat(store.heldOut("swaps")).hasSize(1).allMatch(row -> row.split() == Split.HELD_OUT);
    }

    @Test
    void brokenLinesAreReportedAndTheRestGoesIn() {
        List<Problem> heard = new ArrayList<>();
        byte[] bytes = (row("one", ALICE, "a") + "\n{oops\n" + row("two", ALICE, "a")).getBytes(StandardCharsets.UTF_8);
        ImportReport report = store.importRows(
                "swaps",
                "rows.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, ""),
                new ImportListener() {
                    @Override
                    public void problem(Problem problem) {
                        heard.add(problem);
                    }
                });
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.rejected()).isEqualTo(1);
        assertThat(report.problems())
                .isEqualTo(heard)
                .first()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    }

    @Test
    void filtersCombineAndPagesFollow() {
        threeRows();
        load(Split.HELD_OUT, row("Swap 6 OPEN", BOB, "swap"));
        assertThat(questions(RowFilter.all())).hasSize(4);
        assertThat(questions(RowFilter.all().withText("swap"))).hasSize(3);
        assertThat(questions(RowFilter.all().withText("CAFE"))).containsExactly("Swap all for café");
        assertThat(questions(RowFilter.all().withText("swap ca"))).containsExactly("Swap all for café");
        assertThat(questions(RowFilter.all().withText("\"swap* OR (x"))).isEmpty();
        assertThat(questions(RowFilter.all().withText("@"))).isEmpty();
        assertThat(questions(RowFilter.all().withTag("swap").withSplit(Split.TRAIN)))
                .hasSize(2);
        assertThat(questions(RowFilter.all().withTag("swap").withText("6"))).containsExactly("Swap 6 OPEN");
        assertThat(questions(
                        RowFilter.all().withContributor(new EvmAddress(BOB)).withDraftsOnly(true)))
                .containsExactly("Stake half of it");
        assertThat(store.count("swaps", RowFilter.all().withText("swap").withTag("swap")))
                .isEqualTo(3);

        RowPage first = store.page("swaps", RowFilter.all(), 0, 3);
        assertThat(first.rows()).hasSize(3);
        RowPage second = store.page("swaps", RowFilter.all(), first.next().orElseThrow(), 3);
        assertThat(second.rows()).hasSize(1);
        assertThat(second.next()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aSearchSeesItsOwnDatanetOnly() {
        threeRows();
        store.create(DatanetCard.titled("Other"));
        assertThat(store.page("other", RowFilter.all().withText("swap"), 0, 10).rows())
                .isEmpty();
    }

    @Test
    void aVersionKeepsItsRowsWhateverComesLater() {
        threeRows();
        DatanetVersion one = store.publish("swaps");
        assertThat(one.rows()).isEqualTo(3);
        assertThat(one.shares()).hasSize(2);
        load(Split.TRAIN, row("Later", BOB, "x"));
        DatanetVersion two = store.publish("swaps");
        assertThat(two.number()).isEqualTo(2);
        assertThat(two.rows()).isEqualTo(4);
        assertThat(two.root()).isNotEqualTo(one.root());
        assertThat(store.rows(FIRST)).hasSize(3);
        assertThat(store.version(FIRST)).isEqualTo(one);
        assertThat(store.versions("swaps")).containsExactly(two, one);
        assertThat(store.get("swaps").latest()).contains(two);
        assertThat(store.verify(FIRST).holds()).isTrue();
        assertThatThrownBy(() -> store.publish("swaps")).hasMessageContaining("nothing to publish");
        assertThatThrownBy(() -> store.rows(new DatanetVersionRef("swaps", 9))).hasMessageContaining("no version 9");
        assertThatThrownBy(() -> store.get("none")).hasMessageContaining("no datanet \"none\"");
    }

    @Test
    void everyRowOfAVersionCanBeProved() {
        threeRows();
        DatanetVersion version = store.publish("swaps");
        for (StoredRow row : store.rows(FIRST).toList()) {
            MerkleProof proof = store.prove(FIRST, row.id());
            assertThat(proof.root()).isEqualTo(version.root());
            assertThat(proof.contentHash()).isEqualTo(row.contribution().contentHash());
            assertThat(proof.holds()).isTrue();
        }
        assertThatThrownBy(() -> store.prove(FIRST, 99)).hasMessageContaining("Row 99 is not in swaps@1");
    }

    @Test
    void theRootDoesNotDependOnTheOrderOfImport() {
        threeRows();
        store.create(DatanetCard.titled("Other"));
        String lines = String.join(
                "\n",
                row("Swap all for café", ALICE, "x"),
                row("Swap 5 OPEN", ALICE, "y"),
                row("Stake half of it", BOB, "z"));
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        store.importRows(
                "other",
                "o",
                new ByteArrayInputStream(bytes),
                -1,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, ""),
                ImportListener.NONE);
        assertThat(store.publish("other").root())
                .isEqualTo(store.publish("swaps").root());
    }

    @Test
    void twentyThousandRowsStreamInAndOut() throws Exception {
        Path file = folder.resolve("many.jsonl");
        Files.write(
                file,
                IntStream.range(0, 20_000)
                        .mapToObj(i -> row("Question " + i, i % 3 == 0 ? ALICE : BOB, "t" + i % 7))
                        .collect(Collectors.toList()));
        List<ImportProgress> heard = new ArrayList<>();
        long start = System.nanoTime();
        ImportReport report = store.importFile(
                "swaps", file, Split.TRAIN, new RowDefaults(EvmAddress.NOBODY, ""), new ImportListener() {
                    @Override
                    public void progress(ImportProgress progress) {
                        heard.add(progress);
                    }
                });
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(report.added()).isEqualTo(20_000);
        assertThat(heard).hasSizeGreaterThanOrEqualTo(10);
        assertThat(heard.getLast().fraction()).isEqualTo(1.0);
        store.publish("swaps");
        assertThat(store.rows(FIRST).mapToLong(StoredRow::id).distinct().count())
                .isEqualTo(20_000);
        assertThat(store.verify(FIRST).holds()).isTrue();
        assertThat(store.count("swaps", RowFilter.all().withText("question 1999")))
                .isEqualTo(11);
        assertThat(seconds).as("a smoke test, not a benchmark").isLessThan(180);
    }

    @Test
    void aStoppedImportKeepsWholeRowsAndIsFinishedByDoingItAgain() {
        String[] lines =
                IntStream.range(0, 2500).mapToObj(i -> row("Q" + i, ALICE, "t")).toArray(String[]::new);
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        ImportReport stopped = store.importRows(
                "swaps",
                "rows.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                Split.TRAIN,
                new RowDefaults(EvmAddress.NOBODY, ""),
                new ImportListener() {
                    @Override
                    public boolean stop() {
                        return true;
                    }
                });
        assertThat(stopped.cancelled()).isTrue();
        assertThat(store.get("swaps").rows()).isEqualTo(stopped.added()).isBetween(1L, 2499L);
        ImportReport rest = load(Split.TRAIN, lines);
        assertThat(rest.added()).isEqualTo(2500 - stopped.added());
        assertThat(store.get("swaps").rows()).isEqualTo(2500);
    }

    @Test
    void namesAreUniqueAndFilesMustExist() {
        assertThatThrownBy(() -> store.create(DatanetCard.titled("Swaps"))).hasMessageContaining("already");
        assertThatThrownBy(() -> store.importFile(
                        "swaps", folder, Split.TRAIN, new RowDefaults(EvmAddress.NOBODY, ""), ImportListener.NONE))
                .isInstanceOf(DatanetException.class)
                .hasMessageContaining("not a file");
    }
}
