package cultivar.runtime.decoder;

import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.lora.LoraModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Adapters that change much: neither A nor B is zero. */
final class RandomAdapter {
    private RandomAdapter() {}

    static LoraAdapter of(Decoder decoder, LoraConfig wanted, Random random) {
        LoraConfig config = wanted.on(decoder.spec());
        List<LoraModule> modules = config.modules(decoder.spec());
        List<float[]> values = new ArrayList<>();
        for (LoraModule module : modules) {
            values.add(values(config.rank() * decoder.spec().inputs(module.name()), random));
            values.add(values(config.rank() * decoder.spec().outputs(module.name()), random));
            if (config.dora()) {
                values.add(values(decoder.spec().outputs(module.name()), random));
            }
        }
        return LoraAdapter.of(decoder, config, modules, values);
    }

    private static float[] values(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return values;
    }
}
