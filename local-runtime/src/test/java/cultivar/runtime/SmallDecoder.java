package cultivar.runtime;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.Weights;
import cultivar.runtime.device.DeviceChoice;
import cultivar.runtime.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Decoders of three small layers with random weights, of any architecture. */
public final class SmallDecoder {
    public static final int VOCABULARY = 40;

    private SmallDecoder() {}

    /** @param keys members of the configuration beside the sizes */
    public static Decoder of(String keys) {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode config = json.readTree("""
            {"vocab_size": 40, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
             "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 64}
            """).asObject();
        config.setAll(json.readTree("{" + keys + "}").asObject());
        DecoderSpec spec = DecoderSpec.of(config);
        Random random = new Random(11);
        List<float[]> values = new ArrayList<>();
        for (DecoderSpec.Weight weight : spec.weights()) {
            float[] value = new float[(int) weight.elements()];
            for (int i = 0; i < value.length; i++) {
                value[i] = (float) (0.3 * random.nextGaussian());
            }
            values.add(value);
        }
        Torch torch = Torch.start(NativeCache.folder(), DeviceChoice.of(Map.of()));
        Torch.prepareThread(false);
        return new Decoder(torch, spec, Weights.of(torch, spec, values));
    }
}
