package cultivar.runtime.train;

import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run needs to go on as if it had never stopped: parameters, AdamW's means and squares, the number of
 * steps made, and what was best on the held-out rows. The order of rows and the random numbers follow from the seed and the step. One file, moved into place
 * whole.
 */
record TrainingCheckpoint(int step, List<float[]> values, BestSoFar best, List<float[]> bestValues) {

    /** Names the run that a checkpoint belongs to: its settings and its rows. */
    static String fingerprint(TrainingSettings settings, List<Example> rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(settings.toString().getBytes(StandardCharsets.UTF_8));
            for (Example row : rows) {
                digest.update(intBytes(row.promptLength()));
                for (int id : row.ids()) {
                    digest.update(intBytes(id));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] intBytes(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    void write(Path file, String fingerprint) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        SafetensorsWriter writer =
                new SafetensorsWriter().metadata("fingerprint", fingerprint).metadata("step", Integer.toString(step));
        if (best.last() > 0) {
            writer.metadata("best_step", Integer.toString(best.step()))
                    .metadata("best_loss", Double.toString(best.loss()))
                    .metadata("looks_since", Integer.toString(best.since()))
                    .metadata("last_look", Integer.toString(best.last()));
        }
        add(writer, "state.", values);
        add(writer, "best.", bestValues);
        writer.write(file);
    }

    private static void add(SafetensorsWriter writer, String prefix, List<float[]> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            float[] value = tensors.get(i);
            writer.add(prefix + i, DType.F32, new long[] {value.length}, FloatBuffer.wrap(value));
        }
    }

    /** Reads a checkpoint of the same run; one of another run is refused. */
    static TrainingCheckpoint read(Path file, String fingerprint) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            if (!fingerprint.equals(tensors.metadata().get("fingerprint"))) {
                throw new TrainingException("The checkpoint " + file
                        + " belongs to a run with other rows or settings. Use another output folder, or delete it.");
            }
            int step = Integer.parseInt(tensors.metadata().getOrDefault("step", "0"));
            return new TrainingCheckpoint(
                    step, values(tensors, "state."), best(tensors.metadata()), values(tensors, "best."));
        }
    }

    private static BestSoFar best(Map<String, String> metadata) {
        return new BestSoFar(
                Integer.parseInt(metadata.getOrDefault("best_step", "0")),
                Double.parseDouble(metadata.getOrDefault("best_loss", "NaN")),
                Integer.parseInt(metadata.getOrDefault("looks_since", "0")),
                Integer.parseInt(metadata.getOrDefault("last_look", "0")));
    }

    private static List<float[]> values(SafetensorsFile tensors, String prefix) {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; ; i++) {
            TensorInfo tensor = tensors.tensors().get(prefix + i);
            if (tensor == null) {
                return values;
            }
            FloatBuffer floats = tensors.floats(tensor).asFloatBuffer();
            float[] value = new float[floats.remaining()];
            floats.get(value);
            values.add(value);
        }
    }
}
