package cultivar.runtime.checkpoint;

import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.TensorInfo;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An open checkpoint folder: its specification and its tensors, in one file or several shards, all of them present and
 * of the right shape. Tensors stay mapped until it is closed.
 */
public final class Checkpoint implements WeightSource, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What begins the names of the text part of a model of text and pictures. */
    private static final String OF_TEXT = "model.language_model.";

    private record Located(SafetensorsFile file, TensorInfo tensor) {
        MemorySegment bytes() {
            return file.bytes(tensor);
        }
    }

    private final Path folder;
    private final DecoderSpec spec;
    private final List<SafetensorsFile> files;
    private final Map<String, Located> tensors;
    private final Map<String, Located> weights;

    private Checkpoint(
            Path folder,
            DecoderSpec spec,
            List<SafetensorsFile> files,
            Map<String, Located> tensors,
            Map<String, Located> weights) {
        this.folder = folder;
        this.spec = spec;
        this.files = files;
        this.tensors = tensors;
        this.weights = weights;
    }

    /** Opens and checks a folder; a {@link CheckpointException} names the file or tensor at fault. */
    public static Checkpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(
                    "There is no checkpoint folder at " + folder + ". Choose the folder of a Hugging Face checkpoint.");
        }
        DecoderSpec read = DecoderSpec.of(readJson(folder.resolve("config.json")));
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            Map<String, Located> tensors = locate(folder, files);
            DecoderSpec spec = withOwnHead(read, tensors);
            Map<String, Located> weights = checked(folder, spec, tensors);
            return new Checkpoint(folder, spec, files, tensors, weights);
        } catch (SafetensorsException e) {
            files.forEach(SafetensorsFile::close);
            throw new CheckpointException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            files.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static Map<String, Located> locate(Path folder, List<SafetensorsFile> files) {
        Map<String, Located> tensors = new LinkedHashMap<>();
        for (String name : shardNames(folder)) {
            SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
            files.add(file);
            file.tensors().values().forEach(tensor -> tensors.put(tensor.name(), new Located(file, tensor)));
        }
        return tensors;
    }

    private static Set<String> shardNames(Path folder) {
        Path index = folder.resolve("model.safetensors.index.json");
        if (Files.exists(folder.resolve("model.safetensors"))) {
            return Set.of("model.safetensors");
        }
        if (!Files.exists(index)) {
            throw new CheckpointException(
                    folder + " holds no model.safetensors. Choose the folder of a Hugging Face checkpoint.");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry :
                readJson(index).path("weight_map").properties()) {
            String name = entry.getValue().asString("");
            // A shard lies beside its index; a path that leads elsewhere is an attack or an accident.
            if (!isFileName(name)) {
                throw new CheckpointException(index + " names a shard outside its folder: " + name);
            }
            names.add(name);
        }
        return names;
    }

    private static boolean isFileName(String name) {
        try {
            return !name.isEmpty() && Path.of(name).equals(Path.of(name).getFileName());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The same, but with an output of its own where the file holds one that is not the embedding, whatever
     * {@code config.json} says about the two being tied.
     */
    private static DecoderSpec withOwnHead(DecoderSpec spec, Map<String, Located> tensors) {
        Located embedding = find(tensors, spec.embedding().name());
        Located head = find(tensors, DecoderSpec.HEAD);
        if (!spec.tiedEmbeddings() || embedding == null || head == null) {
            return spec;
        }
        boolean same = head.tensor().dtype() == embedding.tensor().dtype()
                && head.bytes().mismatch(embedding.bytes()) < 0;
        return same ? spec : spec.untied();
    }

    /** A tensor under one of the names that it has had. */
    private static @Nullable Located find(Map<String, Located> tensors, String name) {
        return spellings(name).stream()
                .map(tensors::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A decoder may have been saved by itself, or within a model of text and pictures as that was laid out before. */
    private static List<String> spellings(String name) {
        String inner = name.startsWith(OF_TEXT) ? "model." + name.substring(OF_TEXT.length()) : name;
        String bare = inner.startsWith("model.") ? inner.substring("model.".length()) : inner;
        return List.of(name, "language_model." + inner, bare);
    }

    /** The tensors that the decoder needs, each present and of the right shape. */
    private static Map<String, Located> checked(Path folder, DecoderSpec spec, Map<String, Located> tensors) {
        Map<String, Located> weights = new HashMap<>();
        for (DecoderSpec.Weight weight : spec.weights()) {
            Located located = find(tensors, weight.name());
            if (located == null) {
                throw new CheckpointException(folder + " lacks the tensor " + weight.name()
                        + ". The checkpoint is incomplete; fetch it again.");
            }
            if (!located.tensor().shape().equals(weight.shape())) {
                throw new CheckpointException(folder + ": the tensor " + weight.name() + " has the shape "
                        + located.tensor().shape() + " where config.json asks for " + weight.shape()
                        + ". The two files do not belong together.");
            }
            weights.put(weight.name(), located);
        }
        return weights;
    }

    static JsonNode readJson(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new CheckpointException(file + " is missing or cannot be read.", e);
        } catch (JacksonException e) {
            throw new CheckpointException(file + " is not valid JSON; fetch the checkpoint again.", e);
        }
    }

    public Path folder() {
        return folder;
    }

    public DecoderSpec spec() {
        return spec;
    }

    /** What {@code config.json} calls the model's type, such as {@code llama}; empty if it does not say. */
    public String modelType() {
        return readJson(folder.resolve("config.json")).path("model_type").asString("");
    }

    @Override
    public void read(DecoderSpec.Weight weight, MemorySegment floats) {
        Located located = located(weight);
        located.file().widen(located.tensor(), floats);
    }

    /** Sizes in bytes of the weights as stored, by name. */
    public Map<String, Long> storedBytes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (DecoderSpec.Weight weight : spec.weights()) {
            TensorInfo tensor = located(weight).tensor();
            sizes.put(weight.name(), tensor.end() - tensor.begin());
        }
        return sizes;
    }

    /** Every tensor as it is stored, in the order of the files, also what the decoder does not use. */
    public List<TensorInfo> stored() {
        return tensors.values().stream().map(Located::tensor).toList();
    }

    /** A weight as it is stored, which may be under an older name. */
    public TensorInfo stored(DecoderSpec.Weight weight) {
        return located(weight).tensor();
    }

    /** The weight of a linear module, by its path in the decoder, as it is stored. */
    public TensorInfo stored(String modulePath) {
        return located(weights, modulePath + ".weight").tensor();
    }

    /** The mapped bytes of a stored tensor, little-endian; valid until this checkpoint is closed. */
    public MemorySegment bytes(TensorInfo tensor) {
        return located(tensors, tensor.name()).bytes();
    }

    private Located located(DecoderSpec.Weight weight) {
        return located(weights, weight.name());
    }

    private static Located located(Map<String, Located> among, String name) {
        Located located = among.get(name);
        if (located == null) {
            throw new IllegalArgumentException(name);
        }
        return located;
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
