package cultivar.finetune;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.train.RowCounts;
import cultivar.runtime.train.TokenizedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a recipe would learn from, looked at before it runs.
 *
 * @param heldOut rows of its datanets that are kept apart for the comparison afterwards
 * @param fit how all rows of its datanets fit, before any is set apart for validation
 * @param samples a few rows, spread over the data
 * @param memory foresees what a run needs of memory
 */
public record DataCheck(
        RowCounts counts,
        int heldOut,
        FitCheck fit,
        List<TokenSample> samples,
        List<DatanetVersion> versions,
        MemoryPlanner memory) {
    private static final int SAMPLES = 3;

    public DataCheck {
        samples = List.copyOf(samples);
        versions = List.copyOf(versions);
    }

    /** Reads and tokenizes a recipe's rows, as a run would. */
    public static DataCheck of(Recipe recipe, Supplier<DatanetStore> store, LanguageModel model) {
        TrainingRows read = TrainingRows.load(recipe, store);
        TokenizedRows rows = read.tokenized(model, recipe.maxLength());
        List<TokenSample> samples = new ArrayList<>();
        int size = rows.train().size();
        for (int i = 0; i < Math.min(SAMPLES, size); i++) {
            samples.add(TokenSample.of(rows.train().get((int) ((long) i * size / SAMPLES)), model.tokenizer()));
        }
        int heldOut = recipe.datanet().isEmpty()
                ? 0
                : TrainingRows.heldOut(store.get(), recipe.datanet()).size();
        MemoryPlanner memory = model.planner(recipe.toTrainingSettings(), rows.train());
        return new DataCheck(rows.counts(), heldOut, fit(recipe, store, model), samples, read.datanets(), memory);
    }

    private static FitCheck fit(Recipe recipe, Supplier<DatanetStore> store, LanguageModel model) {
        try (Stream<StoredRow> rows =
                recipe.datanet().stream().map(ref -> store.get().rows(ref)).reduce(Stream.empty(), Stream::concat)) {
            return FitCheck.of(rows, model, recipe.maxLength(), done -> true);
        }
    }

    /**
     * How many rows have which number of tokens before any is cut.
     *
     * @param most the upper end of the last range
     * @param ranges equal ranges from 0 on
     */
    public long[] lengths(int most, int ranges) {
        long[] counts = new long[ranges];
        for (int length : fit.lengths()) {
            counts[(int) Math.min(ranges - 1L, (long) length * ranges / (most + 1L))]++;
        }
        return counts;
    }
}
