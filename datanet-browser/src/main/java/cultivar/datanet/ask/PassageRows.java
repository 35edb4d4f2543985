package cultivar.datanet.ask;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.Keccak;
import cultivar.datanet.Message;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.SignalValue;
import cultivar.datanet.Split;
import cultivar.datanet.load.Document;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportReport;
import cultivar.datanet.store.PlacedRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that a local model writes about a document, piece by piece. They go in as pending, each with the span that it was
 * written about and with a tag that says who wrote it: nothing that a model wrote is learnt from before a person has read
 * it. What a piece came to is kept, so that a go that was stopped or killed is finished by doing it again.
 */
public final class PassageRows {
    /** The tag of every row that a model wrote. */
    public static final String TAG = "by-model";

    private static final int ANSWER_TOKENS = 192;
    private static final String SIGNAL = "rows written by a model";

    /** Rows are written together, so that the history does not get an entry for every paragraph. */
    private static final long WRITE_NANOS = 15_000_000_000L;

    private final DatanetStore store;
    private final String datanet;
    private final LocalModel model;
    private final RowDefaults defaults;
    private final Split split;
    private final QualitySignal signal;
    private final List<Written> rows = new ArrayList<>();
    private final List<SignalValue> answered = new ArrayList<>();
    private final List<Problem> unusable = new ArrayList<>();
    private long written;
    private long added;
    private long duplicates;

    /**
     * A row that has not gone in yet.
     *
     * @param number of the piece that it was written about
     */
    private record Written(PlacedRow row, int number) {}

    /** @param defaults whose the rows are, and their licence */
    public PassageRows(DatanetStore store, String datanet, LocalModel model, RowDefaults defaults, Split split) {
        this.store = store;
        this.datanet = datanet;
        this.model = model;
        this.defaults = defaults;
        this.split = split;
        this.signal = new QualitySignal(SIGNAL, PairLayout.VERSION + " by " + model.version());
    }

    /**
     * Asks about every piece that was not answered yet. May be called once.
     *
     * @throws DatanetException if the document has no text to ask about, or the rows cannot be written
     */
    public PassageReport run(Document document, PassageListener listener) {
        store.get(datanet);
        List<Section> sections = Section.of(document, section -> model.fits(PairLayout.ask(section), ANSWER_TOKENS));
        if (sections.isEmpty()) {
            throw new DatanetException(document.file() + " has no passage that is long enough to ask about");
        }
        Map<Bytes32, String> known = known(document, sections);
        int earlier = known.size();
        int done = 0;
        boolean stopped = false;
        written = System.nanoTime();
        try {
            for (int i = 0; i < sections.size() && !stopped; i++) {
                Section section = sections.get(i);
                Bytes32 mark = mark(document, section);
                String before = known.get(mark);
                if (before == null) {
                    stopped = listener.stop() || !ask(document, section, mark, i + 1, listener);
                } else {
                    report(document, section, i + 1, before, listener);
                }
                done += stopped ? 0 : 1;
                listener.progress(done, sections.size(), added + rows.size());
                if (System.nanoTime() - written > WRITE_NANOS) {
                    write(document);
                }
            }
        } finally {
            write(document);
        }
        return new PassageReport(document.file(), sections.size(), earlier, added, duplicates, unusable, stopped);
    }

    /** Asks about one piece; false where it was stopped meanwhile, which leaves the piece for the next go. */
    private boolean ask(Document document, Section section, Bytes32 mark, int number, PassageListener listener) {
        String reason;
        int pairs = 0;
        if (!model.fits(PairLayout.ask(section), ANSWER_TOKENS)) {
            reason = "the model's context has no room for it";
        } else {
            LocalModel.Reply reply = model.answer(PairLayout.ask(section), ANSWER_TOKENS, () -> !listener.stop());
            if (listener.stop()) {
                return false;
            }
            PairLayout.Reading reading = PairLayout.read(reply);
            reason = reading.reason();
            pairs = reading.pairs().size();
            reading.pairs().forEach(pair -> rows.add(new Written(row(document, section, pair), number)));
        }
        answered.add(new SignalValue(mark, signal, pairs, reason));
        report(document, section, number, reason, listener);
        return true;
    }

    private void report(Document document, Section section, int number, String reason, PassageListener listener) {
        if (!reason.isEmpty()) {
            Problem problem =
                    new Problem(Problem.Severity.REJECTED, document.file(), number, section.place() + ": " + reason);
            unusable.add(problem);
            listener.unusable(problem);
        }
    }

    private PlacedRow row(Document document, Section section, PairLayout.Pair pair) {
        String place = section.place();
        return new PlacedRow(
                new Contribution(
                        List.of(new Message(Role.USER, pair.question()), new Message(Role.ASSISTANT, pair.answer())),
                        defaults.contributor(),
                        defaults.licence(),
                        document.file() + ", " + place,
                        "Written by the model " + model.name()
                                + (section.heading().isEmpty() ? "" : "; from the section: " + section.heading()),
                        List.of(TAG)),
                place);
    }

    /** Rows first: what was written twice is passed over, and what was not written would be lost. */
    private void write(Document document) {
        if (!rows.isEmpty()) {
            List<PlacedRow> placed = rows.stream().map(Written::row).toList();
            ImportReport report = store.add(datanet, document.file(), placed, split, ReviewState.PENDING);
            added += report.added();
            duplicates += report.duplicates();
            report.problems().forEach(problem -> refused(problem, rows.get((int) problem.line() - 1)));
            rows.clear();
        }
        if (!answered.isEmpty()) {
            store.signals().put(List.copyOf(answered));
            answered.clear();
        }
        written = System.nanoTime();
    }

    /** The store counts the rows of one write; people know pieces. */
    private void refused(Problem problem, Written row) {
        unusable.add(new Problem(
                problem.severity(), problem.file(), row.number(), row.row().place() + ": " + problem.reason()));
    }

    /** Why each piece that was answered in an earlier go gave no rows; empty where it did. */
    private Map<Bytes32, String> known(Document document, List<Section> sections) {
        List<Bytes32> marks =
                sections.stream().map(section -> mark(document, section)).toList();
        Map<Bytes32, String> known = new HashMap<>();
        store.signals()
                .of(marks)
                .forEach((mark, values) -> values.stream()
                        .filter(value -> value.signal().equals(signal))
                        .forEach(value -> known.put(mark, value.reason())));
        return known;
    }

    private Bytes32 mark(Document document, Section section) {
        String what = String.join("\0", datanet, document.file(), section.place(), section.heading(), section.text());
        return Bytes32.of(Keccak.hash(what.getBytes(StandardCharsets.UTF_8)));
    }
}
