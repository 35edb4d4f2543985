package cultivar.datanet.store;

import static cultivar.datanet.store.DatanetStoreTest.ALICE;
import static cultivar.datanet.store.DatanetStoreTest.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Counted;
import cultivar.datanet.CurationCounts;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowChange;
import cultivar.datanet.RowEdit;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.RowDefaults;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurationTest {
    private static final String ADA = "ada";

    @TempDir
    Path folder;

    private DatanetStore store;
    private Curation curation;

    @BeforeEach
    void open() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(DatanetCard.titled("Swaps"));
        curation = store.curation();
    }

    @AfterEach
    void close() {
        assertThat(store.check().problems()).isEmpty();
        store.close();
    }

    private void load(Split split, ReviewState state, String... lines) {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        ImportReport report = store.importRows(
                "swaps",
                "rows.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                split,
                state,
                new RowDefaults(EvmAddress.NOBODY, ""),
                ImportListener.NONE);
        assertThat(report.added()).isEqualTo(lines.length);
    }

    private void threePending() {
        load(
                Split.TRAIN,
                ReviewState.PENDING,
                DatanetStoreTest.row("Swap 5", ALICE, "swap"),
                DatanetStoreTest.row("Stake 6", BOB, "stake"),
                DatanetStoreTest.row("Swap 7", BOB, "swap"));
    }

    private List<StoredRow> rows(RowFilter filter) {
        return store.page("swaps", filter, 0, 1000).rows();
    }

    private List<Long> ids(RowFilter filter) {
        return rows(filter).stream().map(StoredRow::id).toList();
    }

    private StoredRow row(long id) {
        return rows(RowFilter.all()).stream()
                .filter(r -> r.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pendingRowsAreInNoVersionUntilTheyAreAccepted() {
        threePending();
        assertThat(store.get("swaps").rows()).isZero();
        assertThat(curation.counts("swaps").of(ReviewState.PENDING)).isEqualTo(3);
        assertThat(curation.counts("swaps").reviewed()).isZero();
        assertThatThrownBy(() -> store.publish("swaps")).hasMessageContaining("no accepted training rows");
        curation.apply("swaps", List.of(1L, 3L), RowEdit.accept(), ADA);
        curation.apply("swaps", List.of(2L), RowEdit.reject("too short"), ADA);
        DatanetVersion version = store.publish("swaps");
        assertThat(store.rows(version.ref()).map(StoredRow::id)).containsExactly(1L, 3L);
        assertThat(row(2).state()).isEqualTo(ReviewState.REJECTED);
        assertThat(row(2).reason()).isEqualTo("too short");
        assertThat(curation.counts("swaps").reviewed()).isEqualTo(1);
        assertThat(store.verify(version.ref()).holds()).isTrue();
    }

    @Test
    void aRowLeavesWithTheNextVersionAndMayComeBack() {
        load(
                Split.TRAIN,
                ReviewState.ACCEPTED,
                DatanetStoreTest.row("one", ALICE, "a"),
                DatanetStoreTest.row("two", BOB, "a"));
        DatanetVersion first = store.publish("swaps");
        curation.apply("swaps", List.of(1L), RowEdit.reject("wrong"), ADA);
        assertThat(store.get("swaps").draftRows()).isZero();
        DatanetVersion second = store.publish("swaps");
        assertThat(second.rows()).isEqualTo(1);
        assertThat(row(1).since()).isNull();
        curation.undo("swaps", ADA);
        assertThat(store.get("swaps").draftRows()).isEqualTo(1);
        DatanetVersion third = store.publish("swaps");
        assertThat(third.root()).isEqualTo(first.root());
        assertThat(row(1).since()).isEqualTo(3);
        for (DatanetVersion version : List.of(first, second, third)) {
            assertThat(store.version(version.ref())).isEqualTo(version);
            assertThat(store.verify(version.ref()).holds())
                    .as(version.ref().toString())
                    .isTrue();
        }
        assertThat(store.rows(second.ref()).map(StoredRow::id)).containsExactly(2L);
        assertThat(store.prove(third.ref(), 1).holds()).isTrue();
        curation.applyToAll("swaps", RowFilter.all(), RowEdit.reject("all"), ADA);
        assertThatThrownBy(() -> store.publish("swaps")).hasMessageContaining("needs at least one");
        assertThat(store.rows(new DatanetVersionRef("swaps", 3))).hasSize(2);
    }

    @Test
    void tagsAreCountedWithTheStateOfTheirRows() {
        threePending();
        curation.apply("swaps", List.of(1L, 2L), RowEdit.tag("good", "swap"), ADA);
        curation.apply("swaps", List.of(1L), RowEdit.accept().withTags(List.of("best")), ADA);
        assertThat(ids(RowFilter.all().withTag("good"))).containsExactly(1L, 2L);
        assertThat(ids(RowFilter.all().withTag("good").withState(ReviewState.PENDING)))
                .containsExactly(2L);
        assertThat(ids(RowFilter.all().withTag("swap"))).containsExactly(1L, 2L, 3L);
        assertThat(row(1).contribution().tags()).containsExactly("best", "good", "swap");
        CurationCounts counts = curation.counts("swaps");
        assertThat(counts.tags())
                .containsExactlyInAnyOrder(
                        new Counted("swap", 3),
                        new Counted("stake", 1),
                        new Counted("good", 2),
                        new Counted("best", 1));
        assertThat(counts.contributors()).containsExactly(new Counted(BOB, 2), new Counted(ALICE, 1));
        assertThat(counts.licences()).containsExactly(new Counted("CC-BY-4.0", 3));
        curation.apply("swaps", List.of(2L, 3L), RowEdit.untag("swap"), ADA);
        assertThat(store.count("swaps", RowFilter.all().withTag("swap"))).isEqualTo(1);
        assertThat(curation.historyOf(1))
                .map(RowChange::what, RowChange::before, RowChange::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("state", "pending", "accepted"),
                        org.assertj.core.groups.Tuple.tuple("best", "not set", "set"),
                        org.assertj.core.groups.Tuple.tuple("good", "not set", "set"));
    }

    @Test
    void everyStepIsTakenBackAndDoneAgain() {
        threePending();
        Random random = new Random(7);
        List<List<StoredRow>> states = new ArrayList<>();
        states.add(rows(RowFilter.all()));
        for (int step = 0; step < 60; step++) {
            RowEdit edit = random(random);
            boolean done = (random.nextInt(4) == 0
                            ? curation.applyToAll("swaps", RowFilter.all().withText("swap"), edit, ADA)
                            : curation.apply("swaps", List.of(1L + random.nextInt(3)), edit, ADA))
                    .isPresent();
            if (done) {
                states.add(rows(RowFilter.all()));
            }
        }
        assertThat(states).hasSizeGreaterThan(30);
        for (int i = states.size() - 2; i >= 0; i--) {
            assertThat(curation.undo("swaps", ADA)).isPresent();
            assertThat(rows(RowFilter.all())).isEqualTo(states.get(i));
        }
        assertThat(curation.undo("swaps", ADA)).isEmpty();
        for (int i = 1; i < states.size(); i++) {
            assertThat(curation.redo("swaps", ADA)).isPresent();
            assertThat(rows(RowFilter.all())).isEqualTo(states.get(i));
        }
        assertThat(curation.redo("swaps", ADA)).isEmpty();
        assertThat(curation.undo("swaps", ADA))
                .as("what was done again is taken back again")
                .isPresent();
        assertThat(rows(RowFilter.all())).isEqualTo(states.get(states.size() - 2));
    }

    private static RowEdit random(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> RowEdit.accept();
            case 1 -> RowEdit.reject("reason " + random.nextInt(2));
            case 2 -> RowEdit.reopen();
            case 3 -> RowEdit.untag("swap", "t1");
            case 4 -> RowEdit.accept().withTags(List.of("t" + random.nextInt(3)));
            default -> RowEdit.tag("t" + random.nextInt(3), "swap");
        };
    }

    @Test
    void oneUndoTakesBackWhatWasDoneToAllThatMatch() {
        String[] lines = new String[500];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = DatanetStoreTest.row("Question " + i, i % 2 == 0 ? ALICE : BOB, "t" + i % 3);
        }
        load(Split.TRAIN, ReviewState.PENDING, lines);
        curation.apply("swaps", List.of(2L, 4L), RowEdit.accept(), ADA);
        List<StoredRow> before = rows(RowFilter.all());
        RowFilter bobs = RowFilter.all().withContributor(new EvmAddress(BOB)).withState(ReviewState.PENDING);
        assertThat(store.count("swaps", bobs)).isEqualTo(248);
        HistoryEntry entry = curation.applyToAll("swaps", bobs, RowEdit.reject("copies"), ADA)
                .orElseThrow();
        assertThat(entry.rows()).isEqualTo(248);
        assertThat(entry.note()).isEqualTo("rejected (copies)");
        assertThat(store.count("swaps", bobs)).isZero();
        assertThat(curation.undo("swaps", ADA).orElseThrow().rows()).isEqualTo(248);
        assertThat(rows(RowFilter.all())).isEqualTo(before);
        assertThat(curation.history("swaps", 0, 3))
                .map(HistoryEntry::kind)
                .containsExactly(HistoryEntry.Kind.UNDO, HistoryEntry.Kind.EDIT, HistoryEntry.Kind.EDIT);
        assertThat(curation.history("swaps", 0, 3).get(1).undone()).isTrue();
    }

    @Test
    void anUndoKeepsWhatSomebodyElseDidSince() {
        threePending();
        curation.apply("swaps", List.of(1L, 2L), RowEdit.accept(), ADA);
        curation.apply("swaps", List.of(1L), RowEdit.reject("spam"), "grace");
        assertThat(curation.undo("swaps", ADA).orElseThrow().rows()).isEqualTo(1);
        assertThat(row(1).state()).isEqualTo(ReviewState.REJECTED);
        assertThat(row(2).state()).isEqualTo(ReviewState.PENDING);
        assertThat(curation.undo("swaps", ADA)).isEmpty();
        assertThat(curation.undo("swaps", "grace")).isPresent();
        assertThat(row(1).state()).isEqualTo(ReviewState.ACCEPTED);
    }

    @Test
    void anEarlierEditIsTakenBackAndLaterOnesStay() {
        threePending();
        HistoryEntry first =
                curation.apply("swaps", List.of(1L), RowEdit.accept(), ADA).orElseThrow();
        curation.apply("swaps", List.of(2L), RowEdit.reject("spam"), ADA);
        assertThat(curation.undo("swaps", "grace", first.id())).as("hers alone").isEmpty();
        assertThat(curation.undo("swaps", ADA, first.id()).orElseThrow().rows()).isEqualTo(1);
        assertThat(row(1).state()).isEqualTo(ReviewState.PENDING);
        assertThat(row(2).state()).isEqualTo(ReviewState.REJECTED);
        assertThat(curation.undo("swaps", ADA, first.id())).as("only once").isEmpty();
        assertThat(curation.undo("swaps", ADA)).isPresent();
        assertThat(row(2).state()).isEqualTo(ReviewState.PENDING);
    }

    @Test
    void queuesFollowTheState() {
        threePending();
        RowFilter queue = RowFilter.all().withState(ReviewState.PENDING);
        assertThat(curation.next("swaps", queue, 0).orElseThrow().id()).isEqualTo(1);
        curation.apply("swaps", List.of(1L), RowEdit.accept(), ADA);
        assertThat(curation.next("swaps", queue, 1).orElseThrow().id()).isEqualTo(2);
        assertThat(curation.next("swaps", queue, 2).orElseThrow().id()).isEqualTo(3);
        assertThat(curation.next("swaps", queue, 3)).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsOneLineAndChangesNothing() {
        threePending();
        assertThatThrownBy(() -> curation.apply("swaps", List.of(1L, 99L), RowEdit.accept(), ADA))
                .hasMessageContaining("Row 99 is not in the datanet");
        assertThat(row(1).state()).isEqualTo(ReviewState.PENDING);
        assertThatThrownBy(() -> curation.apply("swaps", List.of(1L), RowEdit.accept(), " "))
                .hasMessageContaining("give a name");
        assertThatThrownBy(() -> RowEdit.tag(" ")).hasMessageContaining("needs a name");
        assertThat(curation.apply("swaps", List.of(1L), RowEdit.untag("none"), ADA))
                .isEmpty();
        assertThat(curation.history("swaps", 0, 10)).hasSize(1);
    }

    @Test
    void rowsOfADocumentKeepTheirPlace() {
        threePending();
        StoredRow made = row(1);
        ImportReport report = store.add(
                "swaps",
                "manual.pdf",
                List.of(
                        new PlacedRow(made.contribution(), "page 1"),
                        new PlacedRow(
                                new cultivar.datanet.Contribution(
                                        made.contribution().messages(),
                                        new EvmAddress(ALICE),
                                        "MIT",
                                        "",
                                        "",
                                        List.of("x")),
                                "page 3, characters 120 to 480")),
                Split.TRAIN,
                ReviewState.PENDING);
        assertThat(report.added()).isEqualTo(1);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(row(4).origin()).isEqualTo("manual.pdf, page 3, characters 120 to 480");
        assertThat(row(1).origin()).isEqualTo("rows.jsonl:1");
    }
}
