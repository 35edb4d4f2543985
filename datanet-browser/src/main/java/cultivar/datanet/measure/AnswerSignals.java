package cultivar.datanet.measure;

import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.AnswerCost;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.quality.Badge;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.RowPage;
import cultivar.datanet.store.SignalRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Measures what a model thinks of a datanet's answers and keeps it in the store: once for each content and model, as it
 * takes seconds for every few rows.
 */
public final class AnswerSignals {
    private static final int PAGE = 512;

    /** Rows that are asked about at once: one need not wait long for what was measured, nor for an end. */
    private static final int BATCH = 16;

    private final LocalModel model;
    private final AnswerSignal loss;
    private final AnswerSignal difficulty;
    private final QualityWords words = new QualityWords();

    public AnswerSignals(LocalModel model) {
        this.model = model;
        this.loss = new AnswerSignal(AnswerSignal.Kind.LOSS, model.name(), model.version());
        this.difficulty = new AnswerSignal(AnswerSignal.Kind.DIFFICULTY, model.name(), model.version());
    }

    /** Nats a token of the answer. */
    public AnswerSignal loss() {
        return loss;
    }

    /** How much of that the question does not explain. */
    public AnswerSignal difficulty() {
        return difficulty;
    }

    /** How many rows of a datanet have a measurement. */
    public long measured(DatanetStore store, String datanet) {
        return store.count(datanet, RowFilter.all().withSignal(new SignalRange(loss.stored(), 0, Double.MAX_VALUE)));
    }

    /**
     * Measures the rows that were not yet.
     *
     * @param goOn asked with the number of rows looked at so far; false stops, and what was measured stays
     * @return whether it came to the end
     */
    public boolean measure(DatanetStore store, String datanet, LongPredicate goOn) {
        store.signals().measuredBy(loss.stored(), model.name());
        store.signals().measuredBy(difficulty.stored(), model.name());
        long looked = 0;
        long after = 0;
        while (true) {
            RowPage page = store.signals().missing(datanet, loss.stored(), after, PAGE);
            List<StoredRow> rows = page.rows();
            for (int from = 0; from < rows.size(); from += BATCH) {
                if (!goOn.test(looked)) {
                    return false;
                }
                List<StoredRow> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
                store.signals().put(values(batch));
                looked += batch.size();
            }
            if (page.next().isEmpty()) {
                return true;
            }
            after = page.next().getAsLong();
        }
    }

    private List<SignalValue> values(List<StoredRow> rows) {
        List<AnswerCost> costs =
                model.costs(rows.stream().map(StoredRow::contribution).toList());
        List<SignalValue> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (costs.get(i).isKnown()) {
                values.add(value(rows.get(i), loss, costs.get(i).loss()));
                values.add(value(rows.get(i), difficulty, costs.get(i).difficulty()));
            }
        }
        return values;
    }

    private SignalValue value(StoredRow row, AnswerSignal signal, double value) {
        Badge badge = signal.badge(value, words);
        return new SignalValue(row.contentHash(), signal.stored(), value, badge == null ? "" : badge.reason());
    }
}
