package cultivar.runtime.bench;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** PEFT folders of random values on all linear modules of a base, which cost what trained ones do. */
final class RandomAdapters {
    /** So many differ; the others are further names of their files. */
    private static final int DIFFERENT = 64;

    private RandomAdapters() {}

    /** What the values of one take. */
    static long bytes(DecoderSpec spec, int rank) {
        return LoraConfig.allLinear(rank).on(spec).modules(spec).stream()
                .mapToLong(module -> 4L * rank * (spec.inputs(module.name()) + spec.outputs(module.name())))
                .sum();
    }

    /** Writes folders {@code a0}, {@code a1} and so on. */
    static void write(DecoderSpec spec, Path folder, int count, int rank) throws IOException {
        LoraConfig config = LoraConfig.allLinear(rank).on(spec);
        for (int i = 0; i < count; i++) {
            Path to = Files.createDirectories(folder.resolve("a" + i));
            if (i < DIFFERENT) {
                write(spec, config, to, i);
                continue;
            }
            for (Path file : PeftFolder.files(folder.resolve("a" + i % DIFFERENT))) {
                Files.createLink(to.resolve(file.getFileName()), file);
            }
        }
    }

    private static void write(DecoderSpec spec, LoraConfig config, Path folder, int seed) throws IOException {
        Random random = new Random(seed);
        SafetensorsWriter writer = new SafetensorsWriter();
        List<LoraModule> modules = config.modules(spec);
        for (LoraModule module : modules) {
            int rank = module.rank();
            int inputs = spec.inputs(module.name());
            int outputs = spec.outputs(module.name());
            add(writer, PeftFolder.tensorA(module), random, rank, inputs);
            add(writer, PeftFolder.tensorB(module), random, outputs, rank);
        }
        PeftFolder.write(config, modules, spec.layers(), writer, "", folder);
    }

    private static void add(SafetensorsWriter writer, String name, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() - 0.5f) / 10;
        }
        writer.add(name, DType.F32, new long[] {rows, columns}, FloatBuffer.wrap(values));
    }
}
