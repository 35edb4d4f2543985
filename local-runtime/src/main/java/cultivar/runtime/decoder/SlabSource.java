package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.List;

/**
 * Writes what adapters of its own add to each row of a batch: {@code y_i += B_i A_i x_i}, for all rows of one rank in two
 * batched products for each group of linear maps that read one input. Rows of one rank are a bucket; its tensors {@code T}
 * are for each group {@code A [rows,in,modules * rank]}, with scales and strengths in it, and {@code B [rows *
 * segments,rank,width]}: the group's outputs end to end are cut into segments of one width, so that all modules are one
 * product, which reads each adapter once. Where a module has several segments, a third tensor tells for each of them which
 * module's part of {@code A x} it wants. {@code R} holds the places of a bucket's rows in the batch.
 */
final class SlabSource extends JoinedLora {
    private final int buckets;
    private final boolean whole;
    private final MatrixSource matrices;
    private final ProgramText out;

    /**
     * @param groups a layer's linear maps by the input that they read
     * @param targets the modules of the layer that some row's adapter changes
     * @param whole whether there is one bucket, which holds all rows in their order
     */
    SlabSource(
            List<List<Linear>> groups,
            List<String> targets,
            int buckets,
            boolean whole,
            MatrixSource matrices,
            ProgramText out) {
        super(groups, targets);
        this.buckets = buckets;
        this.whole = whole;
        this.matrices = matrices;
        this.out = out;
    }

    /** Whether some module has more than one segment. */
    static boolean spreads(List<Linear> group) {
        return segments(group) != group.size();
    }

    /** Into how many segments a group's outputs are cut. */
    static int segments(List<Linear> group) {
        return group.stream().mapToInt(Linear::outputs).sum() / width(group);
    }

    /** How many tensors a bucket has for some groups. */
    static int tensors(List<List<Linear>> groups) {
        return groups.stream().mapToInt(group -> spreads(group) ? 3 : 2).sum();
    }

    /** The width of a group's segments, the greatest that divides all its outputs. */
    static int width(List<Linear> group) {
        return group.stream().mapToInt(Linear::outputs).reduce(0, SlabSource::divisor);
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    @Override
    public void addJoined(String joined, String input, List<Linear> linears) {
        int before = tensors(touched().subList(0, touched().indexOf(linears)));
        for (int bucket = 0; bucket < buckets; bucket++) {
            bucket(bucket, bucket * tensors(touched()) + before, joined, input, linears);
        }
    }

    /** Each operation costs more than its arithmetic for a few rows, so that the tensors come in the shapes they have here. */
    private void bucket(int bucket, int slab, String joined, String input, List<Linear> linears) {
        String rows = whole ? input : "torch.index_select(" + input + ", 0, R[" + bucket + "])";
        int segments = segments(linears);
        int width = width(linears);
        out.line("zb = T[" + (slab + 1) + "]");
        out.line("z = torch.bmm(torch.unsqueeze(" + matrices.exact(rows) + ", 1), T[" + slab + "])");
        if (spreads(linears)) {
            out.line("zs = torch.index_select(torch.reshape(z, [-1, torch.size(zb, 1)]), 0, T[" + (slab + 2) + "])");
            out.line("z = torch.unsqueeze(zs, 1)");
        } else if (segments > 1) {
            out.line("z = torch.reshape(z, [-1, 1, torch.size(zb, 1)])");
        }
        if (whole && !matrices.halved()) {
            out.line("_0 = torch.baddbmm_(torch.view(" + joined + ", [-1, 1, " + width + "]), z, zb)");
            return;
        }
        String change = matrices.low("torch.reshape(torch.bmm(z, zb), [-1, " + segments * width + "])");
        out.line("_0 = "
                + (whole
                        ? "torch.add_(" + joined + ", " + change + ")"
                        : "torch.index_add_(" + joined + ", 0, R[" + bucket + "], " + change + ")"));
    }
}
