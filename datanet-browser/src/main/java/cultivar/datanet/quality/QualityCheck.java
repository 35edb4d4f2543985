package cultivar.datanet.quality;

import cultivar.datanet.quality.QualityProgress.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes signals of all rows of a datanet. Rows are read once, in batches that all processors work on; what a row says
 * alone is told at once, what follows from all rows at the end. Texts wait in a temporary file.
 */
public final class QualityCheck {
    /** Rows at or above this Jaccard similarity of their five-character sequences are near copies. */
    public static final double NEAR = 0.8;

    private static final int BATCH = 2048;
    private static final int PART = 64;

    private final Set<Signal> wanted;
    private final double near;
    private final QualityWords words = new QualityWords();

    /** A check of every signal. */
    public QualityCheck() {
        this(EnumSet.allOf(Signal.class), NEAR);
    }

    /**
     * A check of some signals.
     *
     * @param near the Jaccard similarity from which on rows are near copies, from 0.7 to 1: recall falls below 0.7
     */
    public QualityCheck(Set<Signal> wanted, double near) {
        if (near < 0.7 || near > 1) {
            throw new IllegalArgumentException("Near copies are told from a similarity of 0.7 to 1 on, not " + near);
        }
        this.wanted = Set.copyOf(wanted);
        this.near = near;
    }

    /**
     * Runs the check on this thread.
     *
     * @return false if the listener stopped it; what the sink was told until then holds
     */
    public boolean run(QualitySource source, QualitySink sink, QualityListener listener) {
        Steps steps = new Steps(listener);
        try (TextSpool texts = new TextSpool()) {
            Gathering all = new Gathering(texts, wanted, near, words);
            steps.begin(Phase.READING, source.total());
            read(source.heldOut(), true, all, sink, steps);
            read(source.training(), false, all, sink, steps);
            texts.seal();
            all.report(sink, steps);
            return true;
        } catch (CancellationException e) {
            return false;
        }
    }

    private void read(Stream<QualityRow> rows, boolean heldOut, Gathering all, QualitySink sink, Steps steps) {
        try (rows) {
            Iterator<QualityRow> iterator = rows.iterator();
            List<QualityRow> batch = new ArrayList<>();
            while (iterator.hasNext()) {
                batch.clear();
                while (batch.size() < BATCH && iterator.hasNext()) {
                    batch.add(iterator.next());
                }
                for (RowAnalysis row : analysed(batch)) {
                    row.values().forEach(value -> sink.signal(row.row().contentHash(), value));
                    all.add(row, heldOut);
                    steps.step();
                }
            }
        }
    }

    private List<RowAnalysis> analysed(List<QualityRow> batch) {
        int parts = (batch.size() + PART - 1) / PART;
        return IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> {
                    Shingles shingles = new Shingles();
                    MinHash minHash = new MinHash();
                    return batch.subList(part * PART, Math.min(batch.size(), (part + 1) * PART)).stream()
                            .map(row -> RowAnalysis.of(row, wanted, shingles, minHash, words))
                            .toList();
                })
                .flatMap(List::stream)
                .toList();
    }
}
