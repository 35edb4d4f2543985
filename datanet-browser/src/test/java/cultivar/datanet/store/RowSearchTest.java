package cultivar.datanet.store;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.RowEdit;
import cultivar.datanet.SignalValue;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way of finding rows finds the same rows as looking at each of them. */
class RowSearchTest {
    private static final QualitySignal LENGTH = new QualitySignal("length", "1");
    private static final QualitySignal OTHER = new QualitySignal("other", "1");
    private static final int ROWS = 700;

    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private final Map<Long, Double> lengths = new HashMap<>();
    private final List<EvmAddress> people = new ArrayList<>();
    private DatanetStore store;
    private List<StoredRow> all = List.of();

    @BeforeEach
    void fill() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(DatanetCard.titled("First"));
        store.create(DatanetCard.titled("Rows"));
        for (int i = 0; i < 300; i++) {
            byte[] address = new byte[20];
            random.nextBytes(address);
            people.add(EvmAddress.of(address));
        }
        add("first", 50, Split.TRAIN, ReviewState.ACCEPTED);
        add("rows", ROWS / 2, Split.TRAIN, ReviewState.PENDING);
        add("rows", ROWS / 4, Split.TRAIN, ReviewState.ACCEPTED);
        store.publish("rows");
        add("rows", ROWS / 8, Split.TRAIN, ReviewState.ACCEPTED);
        add("rows", ROWS / 8, Split.HELD_OUT, ReviewState.PENDING);
        all = store.page("rows", RowFilter.all(), 0, 10_000).rows();
        List<Long> some = all.stream()
                .map(StoredRow::id)
                .filter(_ -> random.nextInt(5) == 0)
                .toList();
        store.curation().apply("rows", some, RowEdit.reject("no"), "ada");
        all = store.page("rows", RowFilter.all(), 0, 10_000).rows();
        List<SignalValue> values = new ArrayList<>();
        for (StoredRow row : all) {
            if (random.nextInt(10) > 0) {
                double value = random.nextInt(100);
                lengths.put(row.id(), value);
                values.add(new SignalValue(row.contentHash(), LENGTH, value, "so long"));
            }
            values.add(new SignalValue(row.contentHash(), OTHER, -1, ""));
        }
        store.signals().put(values);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void add(String datanet, int count, Split split, ReviewState state) {
        List<PlacedRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String question = "word" + random.nextInt(4) + " word" + random.nextInt(40) + " nr " + random.nextInt();
            // Most rows are of few people, and the rest is of many.
            int person = random.nextInt(3) > 0 ? random.nextInt(3) : random.nextInt(people.size());
            rows.add(new PlacedRow(
                    new Contribution(
                            List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, "yes; ok")),
                            people.get(person),
                            random.nextBoolean() ? "MIT" : "CC0-1.0",
                            "",
                            "",
                            random.nextBoolean() ? List.of("t" + random.nextInt(3)) : List.of()),
                    ""));
        }
        ImportReport report = store.add(datanet, "made", rows, split, state);
        assertThat(report.added()).isEqualTo(count);
    }

    private RowFilter filter() {
        RowFilter filter = RowFilter.all();
        if (random.nextInt(3) == 0) {
            String[] texts = {"word1", "word1 word2", "WORD3 nr ", "wor", "word39 ", "nothing", ";", "yes word0"};
            filter = filter.withText(texts[random.nextInt(texts.length)]);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withTag("t" + random.nextInt(4));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withContributor(people.get(random.nextInt(4)));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withSplit(random.nextBoolean() ? Split.TRAIN : Split.HELD_OUT);
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withState(List.of(ReviewState.values()).get(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            filter = filter.withLicence(random.nextBoolean() ? "MIT" : "GPL");
        }
        if (random.nextInt(6) == 0) {
            filter = filter.withDraftsOnly(true);
        }
        if (random.nextInt(4) == 0) {
            int from = random.nextInt(100);
            filter = filter.withSignal(new SignalRange(LENGTH, from, from + random.nextInt(40)));
        }
        if (random.nextInt(6) == 0) {
            int from = random.nextInt(3) - 2;
            filter = filter.withSignal(new SignalRange(OTHER, from, from + 1));
        }
        return filter;
    }

    /** The words as a person reads the search: whole ones, but for a last one that no space ends. */
    private static boolean says(StoredRow row, String search) {
        String text = " " + row.contribution().messages().getFirst().content() + " yes ok ";
        if (search.equals(";")) {
            return true;
        }
        String[] words = search.strip().toLowerCase(Locale.ROOT).split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            boolean begun = i == words.length - 1 && !search.endsWith(" ");
            if (!text.contains(" " + words[i] + (begun || words[i].isEmpty() ? "" : " "))) {
                return false;
            }
        }
        return true;
    }

    private boolean wanted(StoredRow row, RowFilter filter) {
        SignalRange range = filter.signal(LENGTH).orElse(null);
        SignalRange other = filter.signal(OTHER).orElse(null);
        Double length = lengths.get(row.id());
        return says(row, filter.text())
                && (filter.tag() == null || row.contribution().tags().contains(filter.tag()))
                && (filter.contributor() == null
                        || row.contribution().contributor().equals(filter.contributor()))
                && (filter.split() == null || row.split() == filter.split())
                && (filter.state() == null || row.state() == filter.state())
                && (filter.licence() == null || row.contribution().licence().equals(filter.licence()))
                && (!filter.draftsOnly() || (row.split() == Split.TRAIN && row.since() == null))
                && (range == null || (length != null && length >= range.from() && length <= range.to()))
                && (other == null || (other.from() <= -1 && other.to() >= -1));
    }

    @Test
    void everyFilterFindsWhatLookingAtEachRowFinds() {
        assertThat(all).hasSize(ROWS / 2 + ROWS / 4 + 2 * (ROWS / 8));
        try (Database database = Database.open(folder.resolve("datanets.db"), 1000)) {
            int found = 0;
            for (int i = 0; i < 120; i++) {
                RowFilter filter = filter();
                List<Long> expected = all.stream()
                        .filter(row -> wanted(row, filter))
                        .map(StoredRow::id)
                        .toList();
                found += expected.isEmpty() ? 0 : 1;
                for (int few : new int[] {0, 60, 800, 1_000_000}) {
                    long count = database.read(c -> new RowSearch(c, 2, filter, few).count());
                    assertThat(count).as("%s of %s", few, filter).isEqualTo(expected.size());
                    assertThat(pages(database, filter, few))
                            .as("%s of %s", few, filter)
                            .isEqualTo(expected);
                }
            }
            assertThat(found).as("filters that let something through").isGreaterThan(50);
        }
    }

    @Test
    void rowsAreSortedByASignalThoseWithoutAValueLast() {
        RowFilter filter = RowFilter.all().withState(ReviewState.PENDING);
        List<Long> expected = all.stream()
                .filter(row -> wanted(row, filter))
                .sorted(Comparator.comparing((StoredRow row) -> !lengths.containsKey(row.id()))
                        .thenComparing(row -> lengths.getOrDefault(row.id(), 0.0)))
                .map(StoredRow::id)
                .toList();
        List<Long> up = store.signals().sorted("rows", filter, LENGTH, false);
        assertThat(up).hasSameElementsAs(expected);
        assertThat(up.stream().map(lengths::get))
                .isEqualTo(expected.stream().map(lengths::get).toList());
        List<Long> down = store.signals().sorted("rows", filter, LENGTH, true);
        assertThat(down).hasSameElementsAs(expected);
        assertThat(lengths.get(down.getFirst())).isGreaterThan(lengths.get(up.getFirst()));
        assertThat(lengths.get(down.getLast())).isNull();
    }

    private static List<Long> pages(Database database, RowFilter filter, int few) {
        List<Long> found = new ArrayList<>();
        List<Long> page = List.of(0L);
        while (!page.isEmpty()) {
            long after = page.getLast();
            page = database.read(c -> new RowSearch(c, 2, filter, few).ids(after, 40));
            found.addAll(page);
        }
        return found;
    }

    @Test
    void signalsAreKeptByContentAndVersion() {
        StoredRow row = all.stream()
                .filter(r -> lengths.containsKey(r.id()))
                .findFirst()
                .orElseThrow();
        assertThat(store.signals().of(row.contentHash()))
                .containsExactly(
                        new SignalValue(row.contentHash(), LENGTH, lengths.getOrDefault(row.id(), 0.0), "so long"),
                        new SignalValue(row.contentHash(), OTHER, -1, ""));
        assertThat(store.signals().missing("rows", OTHER, 0, 10).rows()).isEmpty();
        QualitySignal newer = new QualitySignal("other", "2");
        RowPage missing = store.signals().missing("rows", newer, 0, 10);
        assertThat(missing.rows()).isEqualTo(all.subList(0, 10));
        assertThat(store.signals()
                        .missing("rows", newer, missing.next().orElseThrow(), 1000)
                        .rows())
                .isEqualTo(all.subList(10, all.size()));
        long[] histogram = store.signals().histogram("rows", new SignalRange(LENGTH, 0, 100), 4);
        long low = lengths.values().stream().filter(value -> value < 25).count();
        assertThat(histogram).hasSize(4).startsWith(low);
        assertThat(java.util.Arrays.stream(histogram).sum()).isEqualTo(lengths.size());
        store.signals().put(List.of(new SignalValue(row.contentHash(), LENGTH, 5000, "changed")));
        assertThat(store.page("rows", RowFilter.all().withSignal(new SignalRange(LENGTH, 1000, 9000)), 0, 10)
                        .rows())
                .containsExactly(row);
    }
}
