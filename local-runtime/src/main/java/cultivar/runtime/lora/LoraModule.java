package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;

/**
 * One linear module of one layer that carries LoRA.
 *
 * @param layer counted from 0
 * @param name the module's name inside its layer, such as {@code q_proj}
 * @param rank rows of A
 * @param alpha numerator of the scale
 */
public record LoraModule(int layer, String name, int rank, double alpha) {
    /** The module's name in the base model, such as {@code model.layers.0.self_attn.q_proj}. */
    public String path() {
        return path(layer, name);
    }

    static String path(int layer, String name) {
        return "model.layers." + layer + "." + DecoderSpec.path(name);
    }

    private String tensor(String end) {
        return "base_model.model." + path() + end;
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
