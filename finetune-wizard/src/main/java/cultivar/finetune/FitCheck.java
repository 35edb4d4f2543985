package cultivar.finetune;

import cultivar.datanet.StoredRow;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.train.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * How a datanet's rows fit into a base model: what a run would keep, cut and drop. Rows stream through it, so that their
 * number is bounded by nothing but time.
 *
 * @param rows rows that were read
 * @param cut of these, rows whose answer would be cut
 * @param dropped of these, rows that a run leaves out, because the question alone fills the longest length
 * @param maxLength the longest length in tokens that was applied
 * @param tokens tokens in the rows that a run would take
 * @param trained of these, tokens that the loss is taken on
 * @param lengths tokens of each row before cutting, sorted
 * @param packs rows of {@code maxLength} tokens that packing makes of them, in the order in which they came
 * @param unfit the first rows that would be cut or dropped
 * @param samples a few of the first rows as the model meets them
 */
public record FitCheck(
        int rows,
        int cut,
        int dropped,
        int maxLength,
        long tokens,
        long trained,
        int[] lengths,
        long packs,
        List<Unfit> unfit,
        List<TokenSample> samples) {
    private static final int LISTED = 20;
    private static final int SAMPLES = 3;

    /**
     * A row that does not fit.
     *
     * @param tokens of all of it
     * @param promptTokens of these, those before the answer
     */
    public record Unfit(StoredRow row, int tokens, int promptTokens, boolean dropped) {}

    public FitCheck {
        unfit = List.copyOf(unfit);
        samples = List.copyOf(samples);
    }

    /**
     * Tokenizes rows as a run would.
     *
     * @param maxLength the longest length in tokens; no more than the model has positions for
     * @param goOn asked after every row with the number of rows so far; the check ends there if false
     */
    public static FitCheck of(Stream<StoredRow> rows, LanguageModel model, int maxLength, LongPredicate goOn) {
        int longest = Math.min(maxLength, model.spec().maxPositions());
        int[] lengths = new int[1024];
        int size = 0;
        int cut = 0;
        int dropped = 0;
        long tokens = 0;
        long trained = 0;
        long packs = 0;
        int room = 0;
        List<Unfit> unfit = new ArrayList<>();
        List<TokenSample> samples = new ArrayList<>();
        Iterator<StoredRow> iterator = rows.iterator();
        while (iterator.hasNext() && goOn.test(size)) {
            StoredRow row = iterator.next();
            Example whole = model.examples()
                    .example(TrainingRows.chat(row.contribution().messages()), Integer.MAX_VALUE);
            int length = whole.ids().length;
            if (size == lengths.length) {
                lengths = Arrays.copyOf(lengths, size * 2);
            }
            lengths[size++] = length;
            Example taken =
                    length <= longest ? whole : new Example(Arrays.copyOf(whole.ids(), longest), whole.promptLength());
            boolean left = taken.labels() == 0;
            if (length > longest) {
                cut += left ? 0 : 1;
                dropped += left ? 1 : 0;
                if (unfit.size() < LISTED) {
                    unfit.add(new Unfit(row, length, whole.promptLength(), left));
                }
                if (left) {
                    continue;
                }
            }
            int taking = taken.ids().length;
            tokens += taking;
            trained += taken.labels();
            if (taking > room) {
                packs++;
                room = longest;
            }
            room -= taking;
            if (samples.size() < SAMPLES) {
                samples.add(TokenSample.of(taken, model.tokenizer()));
            }
        }
        int[] sorted = Arrays.copyOf(lengths, size);
        Arrays.sort(sorted);
        return new FitCheck(size, cut, dropped, longest, tokens, trained, sorted, packs, unfit, samples);
    }

    /**
     * The length that a share of the rows does not exceed, in tokens; 0 where there are no rows.
     *
     * @param share from 0 to 1
     */
    public int lengthAt(double share) {
        return lengths.length == 0 ? 0 : lengths[Math.max(0, (int) Math.ceil(share * lengths.length) - 1)];
    }

    /** The share of places that hold a token where packing is on; 0 where there are no rows. */
    public double packed() {
        return packs == 0 ? 0 : (double) tokens / ((double) packs * maxLength);
    }

    /** The same where every row is padded to the longest that is taken, as the worst batch is. */
    public double padded() {
        int taken = rows - dropped;
        return taken == 0 ? 0 : (double) tokens / ((double) taken * Math.min(maxLength, lengthAt(1)));
    }
}
