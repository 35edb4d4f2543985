package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.ArrayList;
import java.util.List;

/** Writes what LoRA adds to the linear maps of a layer: {@code s B A x}, with A and B in float32. */
final class LoraSource {
    private final List<String> targets;
    private final double dropout;
    private final MatrixSource matrices;
    private final ProgramText out;

    /**
     * @param targets the modules of the layer that carry LoRA, in the order of their tensors
     * @param dropout the share of a LoRA input that is dropped
     */
    LoraSource(List<String> targets, double dropout, MatrixSource matrices, ProgramText out) {
        this.targets = targets;
        this.dropout = dropout;
        this.matrices = matrices;
        this.out = out;
    }

    /** Writes the methods that {@link #add} calls, once for a program. */
    static void methods(double dropout, MatrixSource matrices, ProgramText out) {
        out.method("down", "x: Tensor, a: Tensor, scale: Tensor", "Tensor");
        String input = matrices.exact("x");
        out.line("x0 = " + (dropout > 0 ? "torch.dropout(" + input + ", " + dropout + ", True)" : input));
        out.line("return torch.mul(torch.linear(x0, a), scale)");
        out.method("up", "y: Tensor, z: Tensor, b: Tensor", "Tensor");
        // In place: nothing else holds y, and no gradient needs its old value.
        out.line("return "
                + (matrices.halved()
                        ? "torch.add_(y, " + matrices.low("torch.matmul(z, torch.t(b))") + ")"
                        : "torch.addmm_(y, z, torch.t(b))"));
    }

    /** Adds to the outputs {@code names} of linear maps that read one input. */
    void add(List<String> names, String input, List<Linear> linears) {
        List<Integer> modules = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int module = targets.indexOf(linears.get(i).module());
            if (module >= 0) {
                modules.add(module);
                outputs.add(names.get(i));
            }
        }
        // Each module drops inputs of its own, so with dropout there is no common product.
        if (modules.size() < 2 || dropout > 0) {
            for (int i = 0; i < modules.size(); i++) {
                int module = modules.get(i);
                out.line("z = (self).down(" + input + ", " + a(module) + ", S[" + module + "], )");
                up(outputs.get(i), "z", module);
            }
            return;
        }
        List<String> rows = new ArrayList<>();
        List<String> ranks = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int module : modules) {
            rows.add("torch.mul(" + a(module) + ", S[" + module + "])");
            ranks.add("torch.size(" + a(module) + ", 0)");
            parts.add("z" + module);
        }
        out.line("z = torch.linear(" + matrices.exact(input) + ", torch.cat([" + String.join(", ", rows) + "], 0))");
        out.line(String.join(", ", parts) + " = torch.split_with_sizes(z, [" + String.join(", ", ranks) + "], 1)");
        for (int i = 0; i < modules.size(); i++) {
            up(outputs.get(i), parts.get(i), modules.get(i));
        }
    }

    private void up(String name, String z, int module) {
        // The name is assigned twice: TorchScript reads the newer value from here on.
        out.line(name + " = (self).up(" + name + ", " + z + ", L[" + (2 * module + 1) + "], )");
    }

    private static String a(int module) {
        return "L[" + 2 * module + "]";
    }
}
