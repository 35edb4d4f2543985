package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.List;

/**
 * Writes what one adapter adds to all rows of a batch, in two products for each group of linear maps that read one input.
 * Its tensors {@code T} are for each group {@code A [in,modules * rank]}, with scales and strengths in it, and {@code B
 * [modules * rank,outputs]}, which is 0 where a module's rows meet another's outputs.
 */
final class JoinedSource extends JoinedLora {
    private final MatrixSource matrices;
    private final ProgramText out;

    /**
     * @param groups a layer's linear maps by the input that they read
     * @param targets the modules of the layer that the adapter changes
     */
    JoinedSource(List<List<Linear>> groups, List<String> targets, MatrixSource matrices, ProgramText out) {
        super(groups, targets);
        this.matrices = matrices;
        this.out = out;
    }

    @Override
    public void addJoined(String joined, String input, List<Linear> linears) {
        int slab = 2 * touched().indexOf(linears);
        out.line("z = torch.mm(" + matrices.exact(input) + ", T[" + slab + "])");
        String b = "T[" + (slab + 1) + "]";
        out.line("_0 = "
                + (matrices.halved()
                        ? "torch.add_(" + joined + ", " + matrices.low("torch.mm(z, " + b + ")") + ")"
                        : "torch.addmm_(" + joined + ", z, " + b + ")"));
    }
}
