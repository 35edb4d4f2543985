package cultivar.runtime.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a decoder computes, read from {@code config.json}: an architecture is data here, not a class.
 *
 * @param heads heads of the queries
 * @param keyValueHeads heads of keys and values; each serves {@code heads / keyValueHeads} heads of the queries
 * @param layerSpecs one for each layer, from the first on
 * @param norm the style of every norm
 * @param tiedEmbeddings whether the output rows are the embedding itself
 * @param headBias whether the logits have a bias
 * @param maxPositions the longest text in tokens that the checkpoint was made for
 * @param root what the names of the decoder's tensors begin with, such as {@code model.}
 * @param finalNorm the name of the norm after the last layer
 */
public record DecoderSpec(
        int vocabulary,
        int hidden,
        int intermediate,
        int heads,
        int keyValueHeads,
        int headSize,
        List<LayerSpec> layerSpecs,
        NormSpec norm,
        BlockSpec block,
        AttentionSpec attention,
        MlpSpec mlp,
        RotarySpec rotary,
        ScaleSpec scales,
        boolean tiedEmbeddings,
        boolean headBias,
        int maxPositions,
        String root,
        String finalNorm) {

    /** The name of the output rows. */
    static final String HEAD = "lm_head.weight";

    public DecoderSpec {
        layerSpecs = List.copyOf(layerSpecs);
    }

    /**
     * Reads a parsed {@code config.json}.
     *
     * @throws CheckpointException if something in it would change the result and is not known; the message names it
     */
    public static DecoderSpec of(JsonNode config) {
        return SpecReader.read(config);
    }

    /** Number of layers. */
    public int layers() {
        return layerSpecs.size();
    }

    /** The linear maps of a layer in the order of use; every layer has the same. */
    public List<Linear> linears() {
        return Stream.of(
                        attention.inputs().stream(),
                        Stream.of(attention.output()),
                        mlp.inputs().stream(),
                        Stream.of(mlp.output()))
                .flatMap(part -> part)
                .toList();
    }

    /** The modules that LoRA can go on, in the order in which a layer uses them. */
    public List<String> modules() {
        return linears().stream().map(Linear::module).toList();
    }

    /** A linear map of a layer by its module's name. */
    public Linear linear(String module) {
        return linears().stream()
                .filter(linear -> linear.module().equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(module));
    }

    /** Input size of a linear module. */
    public int inputs(String module) {
        return linear(module).inputs();
    }

    /** Output size of a linear module. */
    public int outputs(String module) {
        return linear(module).outputs();
    }

    /** What the names of a layer's tensors begin with. */
    public String layerPath(int layer) {
        return root + "layers." + layer + ".";
    }

    /** The whole name of a linear module of a layer, such as {@code model.layers.0.self_attn.q_proj}. */
    public String modulePath(int layer, String module) {
        return layerPath(layer) + linear(module).path();
    }

    /** A tensor that the checkpoint must hold. */
    public record Weight(String name, List<Long> shape) {
        static Weight of(String name, long... shape) {
            List<Long> dimensions = new ArrayList<>();
            for (long dimension : shape) {
                dimensions.add(dimension);
            }
            return new Weight(name, List.copyOf(dimensions));
        }

        public long elements() {
            return shape.stream().reduce(1L, (a, b) -> a * b);
        }
    }

    /** The embedding of tokens. */
    public Weight embedding() {
        return Weight.of(root + "embed_tokens.weight", vocabulary, hidden);
    }

    /** The same with output rows of their own. */
    DecoderSpec untied() {
        return new DecoderSpec(
                vocabulary,
                hidden,
                intermediate,
                heads,
                keyValueHeads,
                headSize,
                layerSpecs,
                norm,
                block,
                attention,
                mlp,
                rotary,
                scales,
                false,
                headBias,
                maxPositions,
                root,
                finalNorm);
    }

    /** Every tensor of the decoder under its Hugging Face name, in the order in which the program takes them. */
    public List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        weights.add(embedding());
        List<Weight> ofLayer = layerWeights();
        for (int layer = 0; layer < layers(); layer++) {
            String path = layerPath(layer);
            ofLayer.forEach(weight -> weights.add(new Weight(path + weight.name(), weight.shape())));
        }
        addNorm(weights, root + finalNorm, hidden);
        if (!tiedEmbeddings) {
            weights.add(Weight.of(HEAD, vocabulary, hidden));
        }
        if (headBias) {
            weights.add(Weight.of("lm_head.bias", vocabulary));
        }
        return List.copyOf(weights);
    }

    /** The tensors of one layer, named from the layer on. */
    public List<Weight> layerWeights() {
        List<Weight> weights = new ArrayList<>();
        block.norms().forEach(name -> addNorm(weights, name, hidden));
        attention.inputs().forEach(linear -> addLinear(weights, linear));
        addHeadNorm(weights, attention.norm().query(), heads);
        addHeadNorm(weights, attention.norm().key(), keyValueHeads);
        addLinear(weights, attention.output());
        mlp.inputs().forEach(linear -> addLinear(weights, linear));
        addLinear(weights, mlp.output());
        return List.copyOf(weights);
    }

    private void addNorm(List<Weight> weights, String name, long... shape) {
        if (norm.style().weight()) {
            weights.add(Weight.of(name + ".weight", shape));
        }
        if (norm.style().bias()) {
            weights.add(Weight.of(name + ".bias", shape));
        }
    }

    private void addHeadNorm(List<Weight> weights, String name, int count) {
        String path = "self_attn." + name;
        switch (attention.norm().kind()) {
            case NONE -> {}
            case HEAD -> addNorm(weights, path, headSize);
            case EACH_HEAD -> addNorm(weights, path, count, headSize);
            case WIDTH -> addNorm(weights, path, (long) count * headSize);
        }
    }

    private static void addLinear(List<Weight> weights, Linear linear) {
        weights.add(Weight.of(linear.path() + ".weight", linear.outputs(), linear.inputs()));
        if (linear.bias()) {
            weights.add(Weight.of(linear.path() + ".bias", linear.outputs()));
        }
    }

    /** Number of parameters. */
    public long parameters() {
        return weights().stream().mapToLong(Weight::elements).sum();
    }
}
