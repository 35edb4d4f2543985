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

/**
 * Everything that a run needs to go on as if it had never stopped: parameters, AdamW's means and squares, and the number
 * of steps made. The order of rows and the random numbers follow from the seed and the step. One file, moved into place
 * whole.
 */
record TrainingCheckpoint(int step, List<float[]> values) {

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
        for (int i = 0; i < values.size(); i++) {
            float[] value = values.get(i);
            writer.add("state." + i, DType.F32, new long[] {value.length}, FloatBuffer.wrap(value));
        }
        writer.write(file);
    }

    /** Reads a checkpoint of the same run; one of another run is refused. */
    static TrainingCheckpoint read(Path file, String fingerprint) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            if (!fingerprint.equals(tensors.metadata().get("fingerprint"))) {
                throw new TrainingException("The checkpoint " + file
                        + " belongs to a run with other rows or settings. Use another output folder, or delete it.");
            }
            List<float[]> values = new ArrayList<>();
            for (int i = 0; ; i++) {
                TensorInfo tensor = tensors.tensors().get("state." + i);
                if (tensor == null) {
                    break;
                }
                FloatBuffer floats = tensors.floats(tensor).asFloatBuffer();
                float[] value = new float[floats.remaining()];
                floats.get(value);
                values.add(value);
            }
            return new TrainingCheckpoint(Integer.parseInt(tensors.metadata().getOrDefault("step", "0")), values);
        }
    }
}
