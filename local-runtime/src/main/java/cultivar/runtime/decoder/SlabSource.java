package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes what adapters of its own add to each row of a batch: {@code y_i += B_i A_i x_i}, for all rows of one rank in two
 * batched products for each group of linear maps that read one input. Rows of one rank are a bucket; its slabs {@code T}
 * hold for each group {@code A [rows,modules * rank,in]}, with scales and strengths in it, and {@code B [rows,segments,
 * rank,width]}: the group's outputs end to end are cut into segments of one width, so that all modules are one product,
 * which reads each adapter once. {@code R} holds the places of a bucket's rows in the batch.
 */
final class SlabSource implements AddedLora {
    private final List<List<Linear>> groups;
    private final List<String> targets;
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
        this.groups = groups;
        this.targets = targets;
        this.buckets = buckets;
        this.whole = whole;
        this.matrices = matrices;
        this.out = out;
    }

    /** The groups that some adapter changes. */
    static List<List<Linear>> touched(List<List<Linear>> groups, List<String> targets) {
        return groups.stream()
                .filter(group -> group.stream().anyMatch(linear -> targets.contains(linear.module())))
                .toList();
    }

    /** The width of a group's segments, the greatest that divides all its outputs. */
    static int width(List<Linear> group) {
        return group.stream().mapToInt(Linear::outputs).reduce(0, SlabSource::divisor);
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }

    @Override
    public boolean touches(Linear linear) {
        return targets.contains(linear.module());
    }

    @Override
    public boolean joins(List<Linear> linears) {
        return linears.stream().anyMatch(this::touches);
    }

    @Override
    public void add(List<String> names, String input, List<Linear> linears) {}

    @Override
    public void addJoined(String joined, String input, List<Linear> linears) {
        List<List<Linear>> touched = touched(groups, targets);
        for (int bucket = 0; bucket < buckets; bucket++) {
            bucket(bucket, 2 * (bucket * touched.size() + touched.indexOf(linears)), joined, input, linears);
        }
    }

    private void bucket(int bucket, int slab, String joined, String input, List<Linear> linears) {
        String rows = whole ? input : "torch.index_select(" + input + ", 0, R[" + bucket + "])";
        int width = width(linears);
        int segments = linears.stream().mapToInt(Linear::outputs).sum() / width;
        out.line("zx = " + matrices.exact(rows));
        out.line("zn = torch.size(zx, 0)");
        out.line("za = torch.slice(T[" + slab + "], 0, 0, zn)");
        out.line("zb = torch.slice(T[" + (slab + 1) + "], 0, 0, zn)");
        out.line("z = torch.bmm(torch.unsqueeze(zx, 1), torch.transpose(za, 1, 2))");
        String inputs = segments == linears.size() ? "z" : spread(linears, width);
        out.line("z1 = torch.reshape(" + inputs + ", [torch.mul(zn, " + segments + "), 1, torch.size(zb, 2)])");
        String b = "torch.flatten(zb, 0, 1)";
        if (whole && !matrices.halved()) {
            String y = "torch.view(" + joined + ", [torch.mul(zn, " + segments + "), 1, " + width + "])";
            out.line("_0 = torch.baddbmm_(" + y + ", z1, " + b + ")");
            return;
        }
        String change = matrices.low("torch.reshape(torch.bmm(z1, " + b + "), [zn, " + segments * width + "])");
        out.line("_0 = "
                + (whole
                        ? "torch.add_(" + joined + ", " + change + ")"
                        : "torch.index_add_(" + joined + ", 0, R[" + bucket + "], " + change + ")"));
    }

    /** What A made for each module, once for each of the module's segments. */
    private String spread(List<Linear> linears, int width) {
        out.line("zm = torch.reshape(z, [zn, " + linears.size() + ", -1])");
        List<String> parts = new ArrayList<>();
        for (int module = 0; module < linears.size(); module++) {
            String part = "torch.slice(zm, 1, " + module + ", " + (module + 1) + ")";
            parts.addAll(Collections.nCopies(linears.get(module).outputs() / width, part));
        }
        return "torch.cat([" + String.join(", ", parts) + "], 1)";
    }
}
