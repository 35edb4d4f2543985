package cultivar.runtime.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows each step of a run takes. It follows from the settings and the rows' lengths alone, so that a run can resume
 * anywhere. A place of a batch holds one row, or with packing as many of the following rows as fit into the maximum
 * length.
 */
final class RunSteps {
    private final TrainingSettings settings;
    private final List<Example> rows;
    private final RowOrder order;
    private final long[] packed;

    RunSteps(TrainingSettings settings, List<Example> rows) {
        this.settings = settings;
        this.rows = rows;
        this.order = new RowOrder(rows.size(), settings.seed(), settings.shuffle());
        this.packed = settings.options().packing() ? packedSteps() : new long[0];
    }

    /** Where each step begins, counted in rows over all epochs, and where the last one ends. */
    private long[] packedSteps() {
        List<Long> starts = new ArrayList<>();
        long place = 0;
        starts.add(place);
        while (settings.steps() > 0 ? starts.size() <= settings.steps() : place < end()) {
            for (int i = 0; i < settings.rowsPerStep() && place < end(); i++) {
                place = after(place);
            }
            starts.add(place);
        }
        return starts.stream().mapToLong(Long::longValue).toArray();
    }

    private boolean packing() {
        return settings.options().packing();
    }

    /** The first row after the run, counted over all epochs. */
    private long end() {
        return settings.steps() > 0 ? Long.MAX_VALUE : (long) settings.epochs() * rows.size();
    }

    /** The first row after a place of a batch that begins with a row. */
    private long after(long first) {
        long next = first + 1;
        if (packing()) {
            long tokens = length(first);
            while (next < end() && tokens + length(next) <= settings.maxLength()) {
                tokens += length(next++);
            }
        }
        return next;
    }

    private int length(long place) {
        return rows.get(order.at(place)).ids().length;
    }

    /** Steps in all. */
    int count() {
        return packing() ? packed.length - 1 : settings.stepsFor(rows.size());
    }

    private long start(int step) {
        return packing() ? packed[step] : Math.min(end(), (long) step * settings.rowsPerStep());
    }

    /** The batches of a step, counted from 0, each as the numbers of its rows. */
    List<List<Integer>> batches(int step) {
        List<List<Integer>> batches = new ArrayList<>();
        long place = start(step);
        long end = start(step + 1);
        while (place < end) {
            List<Integer> batch = new ArrayList<>();
            for (int i = 0; i < settings.batch() && place < end; i++) {
                for (long after = after(place); place < after; place++) {
                    batch.add(order.at(place));
                }
            }
            batches.add(batch);
        }
        return batches;
    }

    /** Whether the last of so many steps takes the last row of an epoch. */
    boolean endsEpoch(int made) {
        return start(made) / rows.size() != start(made - 1) / rows.size();
    }
}
