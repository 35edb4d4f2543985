package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.quant.Int4;
import cultivar.runtime.quant.Nf4;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In what form each weight of a decoder is held, and where it lies in the list of tensors that a program takes: those of
 * {@link DecoderSpec#weights()} in order, a quantised one as several tensors, its values first and then its scales.
 */
final class WeightLayout {
    /** How one weight is held. */
    enum Form {
        /** Float32 whatever the base's type: norms, which are small and want precision. */
        EXACT(1),
        /** The type that the decoder computes in. */
        PLAIN(1),
        /** With a vector of ones in bfloat16 as a third tensor. */
        INT8(3),
        /** With the table of the levels' pairs as a third tensor. */
        NF4(3),
        /** In the order that the processor's product takes, and with scales and middles in bfloat16. */
        INT4(2);

        private final int tensors;

        Form(int tensors) {
            this.tensors = tensors;
        }

        /** How many tensors hold it. */
        int tensors() {
            return tensors;
        }
    }

    /** Whether a matrix is seen in parts of its rows, so that each thread can read some of them. */
    enum Parts {
        NONE,
        /** The list holds it in parts. */
        MADE,
        /** The list holds it whole, since it is the embedding too. */
        TO_MAKE
    }

    /**
     * A weight's form and the place of its first tensor, in a layer's part of the list or in the whole of it.
     *
     * @param parts how a processor takes it where it computes a single token
     */
    record Place(Form form, int at, Parts parts) {
        /** The expression for a tensor of this weight. */
        String tensor(int number) {
            return "W[" + (at + number) + "]";
        }
    }

    private final DecoderSpec spec;
    private final BaseType type;
    private final Map<String, Place> layer = new LinkedHashMap<>();
    private final Map<String, Place> outside = new HashMap<>();
    private final int beforeLayers;
    private final int perLayer;

    WeightLayout(DecoderSpec spec, BaseType type) {
        this.spec = spec;
        this.type = type;
        this.perLayer = fill(layer, spec.layerWeights(), 0);
        this.beforeLayers = fill(outside, List.of(spec.embedding()), 0);
        List<DecoderSpec.Weight> after = spec.weights().stream()
                .filter(weight -> !weight.name().startsWith(spec.root() + "layers."))
                .filter(weight -> !weight.equals(spec.embedding()))
                .toList();
        fill(outside, after, firstOf(spec.layers()));
    }

    private int fill(Map<String, Place> places, List<DecoderSpec.Weight> weights, int from) {
        int at = from;
        for (DecoderSpec.Weight weight : weights) {
            Form form = form(weight);
            places.put(weight.name(), new Place(form, at, parts(weight)));
            at += form.tensors;
        }
        return at;
    }

    /** The form of a weight, by its shape: a matrix is a linear map or an embedding, a vector a norm or a bias. */
    Form form(DecoderSpec.Weight weight) {
        boolean matrix = weight.shape().size() == 2 && !isNorm(weight);
        if (!matrix) {
            return isNorm(weight) ? Form.EXACT : Form.PLAIN;
        }
        return switch (type) {
            case FLOAT32, BFLOAT16 -> Form.PLAIN;
            case INT8 -> Form.INT8;
            case INT4 ->
                insideLayers(weight)
                                && Int4.fits(
                                        weight.shape().getFirst(),
                                        weight.shape().getLast())
                        ? Form.INT4
                        : Form.INT8;
            case NF4 -> insideLayers(weight) && Nf4.fits(weight.shape().getLast()) ? Form.NF4 : Form.INT8;
        };
    }

    /** How a processor takes a weight where it computes a single token. */
    Parts parts(DecoderSpec.Weight weight) {
        boolean plain = form(weight) == Form.PLAIN
                && type == BaseType.FLOAT32
                && weight.shape().size() == 2;
        if (!plain || weight.shape().getFirst() % MatrixSource.PARTS != 0) {
            return Parts.NONE;
        }
        return insideLayers(weight) ? Parts.MADE : Parts.TO_MAKE;
    }

    /**
     * The groups of a layer's matrices that read one input and that a processor takes in one product where it computes
     * a single token, by names from the layer on.
     */
    List<List<DecoderSpec.Weight>> joint() {
        return Stream.of(spec.attention().inputs(), spec.mlp().inputs())
                .filter(this::joint)
                .map(linears -> linears.stream().map(WeightLayout::matrix).toList())
                .toList();
    }

    private static DecoderSpec.Weight matrix(Linear linear) {
        return new DecoderSpec.Weight(
                linear.path() + ".weight", List.of((long) linear.outputs(), (long) linear.inputs()));
    }

    /** Whether linear maps that read one input are such a group. */
    boolean joint(List<Linear> linears) {
        return linears.size() > 1
                && linears.stream()
                        .map(linear -> layer.get(linear.path() + ".weight"))
                        .allMatch(place -> place != null && place.parts() == Parts.MADE);
    }

    private boolean insideLayers(DecoderSpec.Weight weight) {
        return !weight.name().equals("lm_head.weight") && !weight.equals(spec.embedding());
    }

    private static boolean isNorm(DecoderSpec.Weight weight) {
        return weight.name().contains("norm");
    }

    /** A weight of a layer by its name from the layer on, or null if layers have none of that name. */
    @Nullable
    Place inLayer(String name) {
        return layer.get(name);
    }

    Place embedding() {
        return named(spec.embedding().name());
    }

    /** A weight outside the layers that must be there. */
    Place named(String name) {
        Place place = outside.get(name);
        if (place == null) {
            throw new IllegalArgumentException(name);
        }
        return place;
    }

    /** A weight outside the layers, or null. */
    @Nullable
    Place namedOrNull(String name) {
        return outside.get(name);
    }

    /** The place of a layer's first tensor; that of the number of layers is the first after them. */
    int firstOf(int number) {
        return beforeLayers + number * perLayer;
    }
}
