package cultivar.runtime.checkpoint;

/**
 * A linear map inside a layer.
 *
 * @param module its own name, such as {@code q_proj}, which is what LoRA targets go by
 * @param path its name inside the layer, such as {@code self_attn.q_proj}
 * @param bias whether the checkpoint holds a bias for it
 */
public record Linear(String module, String path, int inputs, int outputs, boolean bias) {}
