package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;

/**
 * One linear module of one layer that carries LoRA.
 *
 * @param layer counted from 0
 * @param name the module's own name, such as {@code q_proj}
 * @param path the module's name in the base model, such as {@code model.layers.0.self_attn.q_proj}
 * @param rank rows of A
 * @param alpha numerator of the scale
 */
public record LoraModule(int layer, String name, String path, int rank, double alpha) {
    /** A module of a base. */
    public static LoraModule of(DecoderSpec base, int layer, String name, int rank, double alpha) {
        return new LoraModule(layer, name, base.modulePath(layer, name), rank, alpha);
    }

    private String tensor(String end) {
        return "base_model.model." + path + end;
    }

    String tensorA() {
        return tensor(".lora_A.weight");
    }

    String tensorB() {
        return tensor(".lora_B.weight");
    }

    /** DoRA's row norms. */
    String tensorMagnitude() {
        return tensor(".lora_magnitude_vector");
    }
}
