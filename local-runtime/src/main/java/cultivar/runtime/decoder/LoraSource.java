package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes what LoRA adds to the linear maps of a layer: {@code s B A x}, with A and B in float32. With DoRA each output is
 * then multiplied by {@code g = m / |W + s B A|}, the norm being that of its row, which is taken for a constant.
 */
final class LoraSource implements AddedLora {
    private final boolean dora;
    private final List<String> targets;
    private final double dropout;
    private final MatrixSource matrices;
    private final ProgramText out;

    /**
     * @param dora whether modules bring their rows to a learnt length
     * @param targets the modules of the layer that carry LoRA, in the order of their tensors
     * @param dropout the share of a LoRA input that is dropped
     */
    LoraSource(boolean dora, List<String> targets, double dropout, MatrixSource matrices, ProgramText out) {
        this.dora = dora;
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
        out.method("lengthened", "y: Tensor, m: Tensor, n: Tensor", "Tensor");
        out.line("return " + matrices.low("torch.mul(" + matrices.exact("y") + ", torch.div(m, n))"));
        out.method("dropped", "y: Tensor, x: Tensor, wx: Tensor, L: List[Tensor], S: List[Tensor]", "Tensor");
        out.line("gain = torch.div(L[2], S[1])");
        out.line("delta = torch.matmul(torch.mul(torch.linear(x, L[0]), S[0]), torch.t(L[1]))");
        out.line("change = torch.add(torch.mul(" + matrices.exact("wx") + ", torch.sub(gain, 1)), "
                + "torch.mul(delta, gain))");
        out.line("return torch.add(y, " + matrices.low("change") + ")");
        out.method("up", "y: Tensor, z: Tensor, b: Tensor", "Tensor");
        // In place: nothing else holds y, and no gradient needs its old value.
        out.line("return "
                + (matrices.halved()
                        ? "torch.add_(y, " + matrices.low("torch.matmul(z, torch.t(b))") + ")"
                        : "torch.addmm_(y, z, torch.t(b))"));
    }

    @Override
    public boolean touches(Linear linear) {
        return targets.contains(linear.module());
    }

    @Override
    public boolean biasComesAfter(Linear linear) {
        return dora && dropout == 0 && targets.contains(linear.module());
    }

    /** Writes the norms of a module's rows as they are now. */
    void measure(Linear linear, WeightLayout.Place matrix) {
        int module = targets.indexOf(linear.module());
        if (module >= 0) {
            String sum = "torch.add(" + matrices.exact(matrices.widened(matrix)) + ", torch.mul(torch.matmul("
                    + tensor(module, 1) + ", " + a(module) + "), " + scale(module) + "))";
            out.line("_0 = torch.copy_(" + norms(module) + ", torch.linalg_vector_norm(" + sum + ", 2, [1]))");
        }
    }

    /** As PEFT does it: {@code (g - 1) W x' + g s B A x'} with the dropped input x'. */
    @Override
    public void addDropped(
            List<String> names, String input, List<Linear> linears, Function<Linear, WeightLayout.Place> matrix) {
        if (!dora || dropout == 0) {
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            int module = targets.indexOf(linears.get(i).module());
            if (module < 0) {
                continue;
            }
            out.line("xd = torch.dropout(" + matrices.exact(input) + ", " + dropout + ", True)");
            String product = matrices.product(matrices.low("xd"), matrix.apply(linears.get(i)), null);
            out.line(names.get(i) + " = (self).dropped(" + names.get(i) + ", xd, " + product + ", torch.slice(L, "
                    + 3 * module + ", " + (3 * module + 3) + ", 1), torch.slice(S, " + 2 * module + ", "
                    + (2 * module + 2) + ", 1), )");
        }
    }

    @Override
    public void add(List<String> names, String input, List<Linear> linears) {
        if (dora && dropout > 0) {
            return;
        }
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
                out.line("z = (self).down(" + input + ", " + a(module) + ", " + scale(module) + ", )");
                up(outputs.get(i), "z", module);
            }
            return;
        }
        List<String> rows = new ArrayList<>();
        List<String> ranks = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (int module : modules) {
            rows.add("torch.mul(" + a(module) + ", " + scale(module) + ")");
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
        out.line(name + " = (self).up(" + name + ", " + z + ", " + tensor(module, 1) + ", )");
        if (dora) {
            out.line(name + " = (self).lengthened(" + name + ", " + tensor(module, 2) + ", " + norms(module) + ", )");
        }
    }

    private String a(int module) {
        return tensor(module, 0);
    }

    private String tensor(int module, int number) {
        return "L[" + ((dora ? 3 : 2) * module + number) + "]";
    }

    private String scale(int module) {
        return "S[" + (dora ? 2 : 1) * module + "]";
    }

    private static String norms(int module) {
        return "S[" + (2 * module + 1) + "]";
    }
}
