package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what adapters of its own add to each row of a batch: {@code y_i += B_i A_i x_i}, for all rows of one rank in two
 * batched products. Rows of one rank are a bucket; its slabs {@code T} hold for each group of linear maps that read one
 * input {@code A [rows,modules * rank,in]}, with scales and strengths in it, and then for each of the group's modules
 * {@code B [rows,rank,out]}, so that every product reads each adapter once, row by row. {@code R} holds the places of a
 * bucket's rows in the batch.
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

    /** The modules that carry LoRA of a group of linear maps. */
    static List<String> touched(List<Linear> group, List<String> targets) {
        return group.stream().map(Linear::module).filter(targets::contains).toList();
    }

    /** Number of slabs that a layer has in each bucket. */
    static int slabs(List<List<Linear>> groups, List<String> targets) {
        return groups.stream()
                .map(group -> touched(group, targets))
                .mapToInt(touched -> touched.isEmpty() ? 0 : 1 + touched.size())
                .sum();
    }

    @Override
    public boolean touches(Linear linear) {
        return targets.contains(linear.module());
    }

    @Override
    public void add(List<String> names, String input, List<Linear> linears) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (touches(linears.get(i))) {
                outputs.add(names.get(i));
            }
        }
        if (outputs.isEmpty()) {
            return;
        }
        int first = before(linears);
        int each = slabs(groups, targets);
        for (int bucket = 0; bucket < buckets; bucket++) {
            bucket(bucket, bucket * each + first, outputs, input);
        }
    }

    private int before(List<Linear> linears) {
        return slabs(groups.subList(0, groups.indexOf(linears)), targets);
    }

    private void bucket(int bucket, int slab, List<String> outputs, String input) {
        String rows = whole ? input : "torch.index_select(" + input + ", 0, R[" + bucket + "])";
        out.line("zx = " + matrices.exact(rows));
        out.line("z = torch.bmm(torch.unsqueeze(zx, 1), torch.transpose(" + rowsOf(slab) + ", 1, 2))");
        List<String> parts = Stream.iterate(0, i -> i + 1)
                .limit(outputs.size())
                .map(i -> "z" + i)
                .toList();
        if (parts.size() == 1) {
            out.line("z0 = z");
        } else {
            out.line(String.join(", ", parts) + " = torch.split(z, torch.size(T[" + (slab + 1) + "], 1), 2)");
        }
        for (int i = 0; i < parts.size(); i++) {
            up(bucket, outputs.get(i), parts.get(i), rowsOf(slab + 1 + i));
        }
    }

    private void up(int bucket, String output, String z, String b) {
        if (whole && !matrices.halved()) {
            out.line("_0 = torch.baddbmm_(torch.unsqueeze(" + output + ", 1), " + z + ", " + b + ")");
            return;
        }
        String change = matrices.low("torch.squeeze(torch.bmm(" + z + ", " + b + "), 1)");
        out.line("_0 = "
                + (whole
                        ? "torch.add_(" + output + ", " + change + ")"
                        : "torch.index_add_(" + output + ", 0, R[" + bucket + "], " + change + ")"));
    }

    private static String rowsOf(int slab) {
        return "torch.slice(T[" + slab + "], 0, 0, torch.size(zx, 0))";
    }
}
