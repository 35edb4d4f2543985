package cultivar.finetune;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.RowCounts;
import cultivar.runtime.train.TokenizedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a recipe would learn from, looked at before it runs.
 *
 * @param heldOut rows of its datanets that are kept apart for the comparison afterwards
 * @param lengths how many rows have which number of tokens, in equal ranges from 0 to {@code longest}
 * @param longest the upper end of the last range
 * @param samples a few rows, spread over the data
 * @param memory foresees what a run needs of memory
 */
public record DataCheck(
        RowCounts counts,
        int heldOut,
        long[] lengths,
        int longest,
        List<TokenSample> samples,
        List<DatanetVersion> versions,
        MemoryPlanner memory) {
    private static final int RANGES = 32;
    private static final int SAMPLES = 3;

    public DataCheck {
        samples = List.copyOf(samples);
        versions = List.copyOf(versions);
    }

    /** Reads and tokenizes a recipe's rows, as a run would. */
    public static DataCheck of(Recipe recipe, Supplier<DatanetStore> store, LanguageModel model) {
        TrainingRows read = TrainingRows.load(recipe, store);
        TokenizedRows rows = read.tokenized(model, recipe.maxLength());
        int longest = Math.max(1, rows.counts().longest());
        long[] lengths = new long[RANGES];
        for (Example row : rows.train()) {
            lengths[Math.min(RANGES - 1, row.ids().length * RANGES / (longest + 1))]++;
        }
        List<TokenSample> samples = new ArrayList<>();
        int size = rows.train().size();
        for (int i = 0; i < Math.min(SAMPLES, size); i++) {
            samples.add(TokenSample.of(rows.train().get((int) ((long) i * size / SAMPLES)), model.tokenizer()));
        }
        int heldOut = recipe.datanet().isEmpty()
                ? 0
                : TrainingRows.heldOut(store.get(), recipe.datanet()).size();
        MemoryPlanner memory = model.planner(recipe.toTrainingSettings(), rows.train());
        return new DataCheck(rows.counts(), heldOut, lengths, longest, samples, read.datanets(), memory);
    }
}
