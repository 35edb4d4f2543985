package cultivar.app.datanets;

import cultivar.datanet.QualitySignal;
import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowPage;
import cultivar.finetune.AnswerLoss;
import cultivar.runtime.LanguageModel;
import cultivar.wallet.registry.AdapterFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Measures what a base model thinks of a datanet's answers and keeps it in the store: once for each content and base, as
 * it takes seconds for every few rows. Values of different bases are never mixed, since the version names the base.
 */
public final class AnswerSignals {
    private static final String VERSION = "1 by ";
    private static final int BATCH = 64;

    private final LanguageModel model;
    private final QualitySignal loss;
    private final QualitySignal difficulty;

    public AnswerSignals(LanguageModel model) {
        this.model = model;
        String version = VERSION + AdapterFiles.hashBase(model.folder()).hash();
        this.loss = new QualitySignal("loss", version);
        this.difficulty = new QualitySignal("difficulty", version);
    }

    /** Nats a token of the answer, see {@link AnswerLoss#loss}. */
    public QualitySignal loss() {
        return loss;
    }

    /** See {@link AnswerLoss#difficulty}. */
    public QualitySignal difficulty() {
        return difficulty;
    }

    /**
     * Measures the rows that were not yet.
     *
     * @param goOn asked with the number of rows looked at so far; false stops, and what was measured stays
     */
    public void measure(DatanetStore store, String datanet, LongPredicate goOn) {
        long looked = 0;
        RowPage page = store.signals().missing(datanet, loss, 0, BATCH);
        while (!page.rows().isEmpty() && goOn.test(looked)) {
            List<AnswerLoss> losses = AnswerLoss.of(
                    model, page.rows().stream().map(StoredRow::contribution).toList());
            List<SignalValue> values = new ArrayList<>();
            for (int i = 0; i < losses.size(); i++) {
                AnswerLoss value = losses.get(i);
                StoredRow row = page.rows().get(i);
                if (Double.isFinite(value.loss()) && Double.isFinite(value.difficulty())) {
                    values.add(new SignalValue(row.contentHash(), loss, value.loss(), ""));
                    values.add(new SignalValue(row.contentHash(), difficulty, value.difficulty(), ""));
                }
            }
            store.signals().put(values);
            looked += losses.size();
            if (page.next().isEmpty()) {
                break;
            }
            page = store.signals().missing(datanet, loss, page.next().getAsLong(), BATCH);
        }
    }
}
