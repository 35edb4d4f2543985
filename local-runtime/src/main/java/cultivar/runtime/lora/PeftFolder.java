package cultivar.runtime.lora;

import ai.djl.pytorch.engine.PtNDArray;
import cultivar.runtime.checkpoint.LinearModules;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes adapters as PEFT keeps them: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class PeftFolder {
    /** The file that says what an adapter is. */
    public static final String CONFIG = "adapter_config.json";

    static final String WEIGHTS = "adapter_model.safetensors";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PeftFolder() {}

    /** Whether a folder holds an adapter. */
    public static boolean isAdapter(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(WEIGHTS));
    }

    /** The files that make up the adapter in a folder; whatever else is there is not the adapter's. */
    public static List<Path> files(Path folder) {
        return List.of(folder.resolve(CONFIG), folder.resolve(WEIGHTS));
    }

    /** What the files of the adapter in a folder look like: another state means that they were written again. */
    public static State state(Path folder) throws IOException {
        Path weights = folder.resolve(WEIGHTS);
        return new State(
                Files.size(weights),
                Files.getLastModifiedTime(weights),
                Files.getLastModifiedTime(folder.resolve(CONFIG)));
    }

    /** See {@link #state}. */
    public record State(long bytes, FileTime weights, FileTime config) {}

    /** SHA-256 of the file of weights in lower-case hex. */
    public static String hash(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(WEIGHTS))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[1 << 16];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Loads an adapter for a decoder; an {@link AdapterException} says what is damaged or does not fit. */
    public static LoraAdapter load(Decoder decoder, Path folder) {
        try (AdapterFile file = AdapterFile.open(folder, decoder.spec())) {
            List<float[]> values = new ArrayList<>();
            for (LoraModule module : file.modules()) {
                values.add(file.a(module));
                values.add(file.b(module));
                if (file.config().dora()) {
                    values.add(file.magnitude(module));
                }
            }
            return LoraAdapter.of(decoder, file.config(), file.modules(), values);
        }
    }

    /**
     * An adapter's shape without its base: the target modules are those that the file of weights has tensors for in any
     * layer.
     */
    public static LoraConfig config(Path folder) {
        PeftConfig config = readConfig(folder);
        Set<String> names = new LinkedHashSet<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
            for (String tensor : file.tensors().keySet()) {
                int end = tensor.lastIndexOf(".lora_A.weight");
                if (end > 0) {
                    names.add(tensor.substring(tensor.lastIndexOf('.', end - 1) + 1, end));
                }
            }
            return config.config(LinearModules.inOrder(names));
        } catch (SafetensorsException e) {
            throw new AdapterException(String.valueOf(e.getMessage()), e);
        } catch (AdapterException e) {
            throw about(folder, e);
        }
    }

    /** The name of the base that an adapter was trained on, as its author wrote it; empty if it names none. */
    public static Optional<String> base(Path folder) {
        return Optional.of(readConfig(folder).base()).filter(name -> !name.isBlank());
    }

    static PeftConfig readConfig(Path folder) {
        Path file = folder.resolve(CONFIG);
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new AdapterException(folder + " holds no adapter (" + CONFIG + " is missing or unreadable).", e);
        } catch (JacksonException e) {
            throw new AdapterException(file + " is not valid JSON.", e);
        }
        try {
            return PeftConfig.of(json);
        } catch (AdapterException e) {
            throw about(folder, e);
        }
    }

    /** The same complaint with the name of the file that it is about. */
    static AdapterException about(Path folder, AdapterException complaint) {
        return new AdapterException(folder.resolve(CONFIG) + ": " + complaint.getMessage(), complaint);
    }

    /** Writes an adapter into a folder, each file moved into its place whole; the folder is made if need be. */
    public static void write(LoraAdapter adapter, String base, Path folder) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        List<PtNDArray> tensors = adapter.tensors().tensors();
        for (int i = 0; i < tensors.size(); i++) {
            PtNDArray tensor = tensors.get(i);
            writer.add(
                    adapter.names().get(i),
                    DType.F32,
                    tensor.getShape().getShape(),
                    FloatBuffer.wrap(Torch.values(tensor)));
        }
        int layers = adapter.tensors().layout().layers().size();
        write(adapter.config(), adapter.modules(), layers, writer, base, folder);
    }

    /** The name of a module's A in the file of weights. */
    public static String tensorA(LoraModule module) {
        return module.tensorA();
    }

    /** The name of a module's B in the file of weights. */
    public static String tensorB(LoraModule module) {
        return module.tensorB();
    }

    /**
     * Writes an adapter of given tensors.
     *
     * @param layers of the base
     * @param base its name
     */
    public static void write(
            LoraConfig config,
            List<LoraModule> modules,
            int layers,
            SafetensorsWriter weights,
            String base,
            Path folder)
            throws IOException {
        Files.createDirectories(folder);
        weights.write(folder.resolve(WEIGHTS));
        Path temporary = folder.resolve(CONFIG + ".tmp");
        JsonNode json = PeftConfig.json(JSON, config, modules, layers, base);
        Files.writeString(temporary, JSON.writeValueAsString(json) + "\n");
        Files.move(
                temporary, folder.resolve(CONFIG), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
