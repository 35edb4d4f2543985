package cultivar.runtime.serve;

import cultivar.runtime.decoder.DecodeBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The memory for keys and values, in tokens: what the batch's rows have of it, and the prompts that are being computed beside
 * them. For the thread that computes.
 */
final class CacheBudget {
    /** Tokens of an answer that are foreseen when it is let in; a longer one finds room as it grows, or waits for it. */
    private static final int FORESEEN = 256;

    private final DecodeBatch batch;
    private final Collection<Sequence> prompts;
    private final int maxPositions;
    private final long capacity;

    /**
     * @param prompts those beside the batch, now and later
     * @param maxPositions tokens of the longest text
     * @param capacity tokens that there is memory for
     */
    CacheBudget(DecodeBatch batch, Collection<Sequence> prompts, int maxPositions, long capacity) {
        this.batch = batch;
        this.prompts = prompts;
        this.maxPositions = maxPositions;
        this.capacity = capacity;
    }

    /** Whether one more can be let in; who is alone always can. */
    boolean fits(Sequence sequence) {
        List<Integer> lengths = lengths(0);
        prompts.forEach(each -> lengths.add(foreseen(each)));
        lengths.add(foreseen(sequence));
        return lengths.size() == 1 || batch.room(lengths) + ofPrompts() + sequence.text.length <= capacity;
    }

    private int foreseen(Sequence sequence) {
        int most = maxPositions - sequence.text.length;
        return sequence.text.length + Math.min(Math.min(sequence.left(), FORESEEN), most);
    }

    /** Whether the next step needs more than there is, once the room that nobody is in has been given back. */
    boolean exceeded() {
        if (afterAStep() <= capacity) {
            return false;
        }
        batch.fit();
        return afterAStep() > capacity;
    }

    private long afterAStep() {
        return batch.room(lengths(1)) + ofPrompts();
    }

    /** Tokens that memory is taken for now. */
    long held() {
        return batch.room(lengths(0)) + ofPrompts();
    }

    long capacity() {
        return capacity;
    }

    private long ofPrompts() {
        return prompts.stream().mapToLong(each -> each.text.length).sum();
    }

    /** Tokens of each row, and some more. */
    private List<Integer> lengths(int more) {
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            lengths.add(batch.length(row) + more);
        }
        return lengths;
    }
}
