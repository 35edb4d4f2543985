package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the linear maps of a layer, with what LoRA adds to them. */
final class LinearSource {
    /** What the products are for. */
    enum Products {
        WITH_GRADIENTS,
        WITHOUT_GRADIENTS,
        SINGLE_TOKEN,
        /** One token each of several texts. */
        BATCH
    }

    private final WeightLayout weights;
    private final MatrixSource matrices;
    private final AddedLora lora;
    private final ProgramText out;
    private final Products products;

    LinearSource(WeightLayout weights, MatrixSource matrices, AddedLora lora, ProgramText out, Products products) {
        this.weights = weights;
        this.matrices = matrices;
        this.lora = lora;
        this.out = out;
        this.products = products;
    }

    Products products() {
        return products;
    }

    /** From {@code input} to {@code name}. */
    void write(String name, String input, Linear linear) {
        write(List.of(name), input, List.of(linear));
    }

    /** Linear maps that read one input. */
    void write(List<String> names, String input, List<Linear> linears) {
        input(input, linears);
        if (lora.joins(linears)) {
            joined(names, input, linears);
            return;
        }
        if (joint(linears)) {
            out.line(split(names, jointProduct(input, linears), linears));
            for (int i = 0; i < names.size(); i++) {
                if (!lora.biasComesAfter(linears.get(i))) {
                    addBias(names.get(i), linears.get(i));
                }
            }
        } else {
            for (int i = 0; i < names.size(); i++) {
                Linear linear = linears.get(i);
                out.line(names.get(i) + " = "
                        + product(input, linear, lora.biasComesAfter(linear) ? null : bias(linear)));
            }
        }
        lora.add(names, input, linears);
        for (int i = 0; i < names.size(); i++) {
            if (lora.biasComesAfter(linears.get(i))) {
                addBias(names.get(i), linears.get(i));
            }
        }
        lora.addDropped(names, input, linears, this::matrix);
    }

    /** Outputs that lie end to end while adapters are added to them. */
    private void joined(List<String> names, String input, List<Linear> linears) {
        if (joint(linears)) {
            out.line("y = " + jointProduct(input, linears));
        } else {
            List<String> products =
                    linears.stream().map(linear -> product(input, linear, null)).toList();
            out.line("y = "
                    + (products.size() == 1
                            ? products.getFirst()
                            : "torch.cat([" + String.join(", ", products) + "], -1)"));
        }
        lora.addJoined("y", input, linears);
        if (names.size() == 1) {
            out.line(names.getFirst() + " = y");
        } else {
            out.line(split(names, "y", linears));
        }
        for (int i = 0; i < names.size(); i++) {
            addBias(names.get(i), linears.get(i));
        }
    }

    private static String split(List<String> names, String joined, List<Linear> linears) {
        return String.join(", ", names) + " = torch.split_with_sizes(" + joined + ", ["
                + linears.stream()
                        .map(linear -> Integer.toString(linear.outputs()))
                        .collect(Collectors.joining(", "))
                + "], -1)";
    }

    /** The outputs {@code names} of linear maps that read one input, end to end in {@code joined [N,outputs]}. */
    void writeJoined(String joined, List<String> names, String input, List<Linear> linears) {
        boolean bare = linears.stream().allMatch(linear -> bias(linear) == null);
        if (joint(linears) && bare && (lora.joins(linears) || linears.stream().noneMatch(lora::touches))) {
            input(input, linears);
            out.line(joined + " = " + jointProduct(input, linears));
            if (lora.joins(linears)) {
                lora.addJoined(joined, input, linears);
            }
        } else {
            write(names, input, linears);
            out.line(joined + " = torch.cat([" + String.join(", ", names) + "], -1)");
        }
    }

    private void input(String input, List<Linear> linears) {
        switch (products) {
            case WITH_GRADIENTS -> out.line("input = " + input);
            case WITHOUT_GRADIENTS -> {}
            case SINGLE_TOKEN ->
                matrices.singleInput(
                        "input", input, linears.stream().map(this::matrix).toList(), out);
            case BATCH ->
                matrices.batchInput(
                        "input", input, linears.stream().map(this::matrix).toList(), out);
        }
    }

    /** Whether linear maps are a group of {@link WeightLayout#joint}, which is one product here. */
    private boolean joint(List<Linear> linears) {
        return (products == Products.SINGLE_TOKEN || products == Products.BATCH)
                && matrices.takesJoint()
                && weights.joint(linears);
    }

    private String jointProduct(String input, List<Linear> linears) {
        return product(input, linears.getFirst(), null);
    }

    private void addBias(String name, Linear linear) {
        WeightLayout.Place bias = bias(linear);
        if (bias != null) {
            out.line(name + " = torch.add(" + name + ", " + bias.tensor(0) + ")");
        }
    }

    private String product(String input, Linear linear, WeightLayout.@Nullable Place bias) {
        return switch (products) {
            case WITH_GRADIENTS -> matrices.product("input", matrix(linear), bias);
            case WITHOUT_GRADIENTS -> matrices.plainProduct(input, matrix(linear), bias);
            case SINGLE_TOKEN -> matrices.singleProduct(input, "input", matrix(linear), bias);
            case BATCH -> matrices.batchProduct(input, "input", matrix(linear), bias);
        };
    }

    private WeightLayout.Place matrix(Linear linear) {
        return Objects.requireNonNull(weights.inLayer(linear.path() + ".weight"));
    }

    private WeightLayout.@Nullable Place bias(Linear linear) {
        return weights.inLayer(linear.path() + ".bias");
    }
}
