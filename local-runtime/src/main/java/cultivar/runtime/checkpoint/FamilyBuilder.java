package cultivar.runtime.checkpoint;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts a {@link Family} together, beginning with what Llama does; so an entry says only what is different. */
final class FamilyBuilder {
    private final String type;
    private final String architecture;
    private final ObjectNode defaults = JsonNodeFactory.instance.objectNode();
    private NormSpec.Style norm = NormSpec.Style.RMS;
    private String epsilonKey = "rms_norm_eps";
    private BlockSpec block = BlockSpec.PRE;
    private QueryKeyNorm queryKeyNorm = QueryKeyNorm.NONE;
    private Family.Biases biases = Family.Biases.BY_KEYS;
    private Family.Modules modules = Family.Modules.LLAMA;
    private Family.Windows windows = Family.Windows.NONE;
    private Family.Rotation rotation = Family.Rotation.HALVES;
    private Family.Head head = Family.Head.PLAIN;

    FamilyBuilder(String type, String architecture) {
        this.type = type;
        this.architecture = architecture;
        for (String size :
                List.of("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")) {
            none(size);
        }
        none("num_key_value_heads");
        none("head_dim");
        number("max_position_embeddings", 2048);
        number("rms_norm_eps", 1e-6);
        number("rope_theta", 10000);
        text("hidden_act", "silu");
        flag("tie_word_embeddings", false);
        flag("attention_bias", false);
        flag("mlp_bias", false);
    }

    /** A key that has no value unless the file sets it. */
    FamilyBuilder none(String key) {
        defaults.putNull(key);
        return this;
    }

    /** Takes a key away that kin have: the file's value means nothing. */
    FamilyBuilder ignored(String key) {
        defaults.remove(key);
        return this;
    }

    FamilyBuilder number(String key, double value) {
        defaults.put(key, value);
        return this;
    }

    FamilyBuilder text(String key, String value) {
        defaults.put(key, value);
        return this;
    }

    FamilyBuilder flag(String key, boolean value) {
        defaults.put(key, value);
        return this;
    }

    FamilyBuilder tied() {
        return flag("tie_word_embeddings", true);
    }

    /** An epsilon under another key, or a fixed one if the key is empty. */
    FamilyBuilder norm(NormSpec.Style style, String key, double epsilon) {
        norm = style;
        epsilonKey = key;
        return key.isEmpty() ? this : number(key, epsilon);
    }

    FamilyBuilder block(BlockSpec spec) {
        block = spec;
        return this;
    }

    FamilyBuilder queryKeyNorm(QueryKeyNorm.Kind kind, String query, String key) {
        queryKeyNorm = new QueryKeyNorm(kind, query, key, false);
        return this;
    }

    FamilyBuilder queryKeyNormAfterRope(QueryKeyNorm.Kind kind, String query, String key) {
        queryKeyNorm = new QueryKeyNorm(kind, query, key, true);
        return this;
    }

    FamilyBuilder biases(Family.Biases given) {
        biases = given;
        return this;
    }

    FamilyBuilder modules(Family.Modules given) {
        modules = given;
        return this;
    }

    FamilyBuilder windows(Family.Windows given) {
        windows = given;
        return none("layer_types");
    }

    FamilyBuilder rotation(Family.Rotation given) {
        rotation = given;
        return this;
    }

    FamilyBuilder head(Family.Head given) {
        head = given;
        return this;
    }

    Family build() {
        return new Family(
                type,
                architecture,
                defaults,
                norm,
                epsilonKey,
                block,
                queryKeyNorm,
                biases,
                modules,
                windows,
                rotation,
                head);
    }
}
