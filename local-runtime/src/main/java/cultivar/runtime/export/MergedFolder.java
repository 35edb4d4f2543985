package cultivar.runtime.export;

import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.HalfRange;
import cultivar.runtime.safetensors.Rows;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes tensors as a checkpoint in the hub's layout: {@code model.safetensors}, or shards with their index, beside the
 * base's configuration, tokenizer, chat template and licence. One row at a time is in memory.
 */
final class MergedFolder {
    static final String CONFIG = "config.json";
    private static final String INDEX = "model.safetensors.index.json";

    /** What a base's folder may hold beside text: other forms of its weights, and its page on the hub. */
    private static final List<String> LEFT_OUT = List.of(
            ".safetensors",
            ".safetensors.index.json",
            ".bin",
            ".bin.index.json",
            ".pt",
            ".pth",
            ".gguf",
            ".onnx",
            ".h5",
            ".msgpack",
            ".tmp",
            "readme.md");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final MergedTensors tensors;
    private final @Nullable DType dtype;
    private final long shardBytes;

    /**
     * @param dtype what floating tensors are stored as, or null for what the base stores
     * @param shardBytes the most that one file of weights may hold, but for a single larger tensor
     */
    MergedFolder(MergedTensors tensors, @Nullable DType dtype, long shardBytes) {
        this.tensors = tensors;
        this.dtype = dtype;
        this.shardBytes = shardBytes;
    }

    /** Bytes of all tensors together. */
    long bytes() {
        return tensors.tensors().stream().mapToLong(this::bytes).sum();
    }

    private long bytes(TensorInfo tensor) {
        return tensor.elements() * type(tensor).bytes();
    }

    private DType type(TensorInfo tensor) {
        return dtype != null && tensor.dtype().isFloating() ? dtype : tensor.dtype();
    }

    /** Writes everything into a folder that exists and is empty. */
    void write(Path base, Path folder, Progress progress) throws IOException {
        copyText(base, folder);
        List<List<TensorInfo>> shards = shards();
        ObjectNode index = JSON.createObjectNode();
        index.putObject("metadata").put("total_size", bytes());
        ObjectNode places = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = shards.size() == 1
                    ? "model.safetensors"
                    : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            SafetensorsWriter writer = new SafetensorsWriter();
            for (TensorInfo tensor : shards.get(i)) {
                add(writer, tensor);
                places.put(tensor.name(), name);
            }
            writer.write(folder.resolve(name), progress::add);
        }
        if (shards.size() > 1) {
            WholeFiles.write(folder.resolve(INDEX), json(index));
        }
    }

    private List<List<TensorInfo>> shards() {
        List<List<TensorInfo>> shards = new ArrayList<>();
        long room = 0;
        for (TensorInfo tensor : tensors.tensors()) {
            if (shards.isEmpty() || bytes(tensor) > room) {
                shards.add(new ArrayList<>());
                room = shardBytes;
            }
            shards.getLast().add(tensor);
            room -= bytes(tensor);
        }
        return shards;
    }

    private void add(SafetensorsWriter writer, TensorInfo tensor) {
        DType type = type(tensor);
        if (!tensors.isChanged(tensor) && type == tensor.dtype()) {
            writer.copy(tensor, tensors.bytes(tensor));
            return;
        }
        Rows rows = tensors.rows(tensor);
        writer.add(tensor.name(), type, tensor.shape(), type == DType.F16 ? new HalfRange(tensor.name(), rows) : rows);
    }

    private void copyText(Path base, Path folder) throws IOException {
        for (Path file : WholeFiles.files(base)) {
            String name = file.getFileName().toString();
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.startsWith(".") || LEFT_OUT.stream().anyMatch(lower::endsWith)) {
                continue;
            }
            if (name.equals(CONFIG) && dtype != null) {
                WholeFiles.write(folder.resolve(name), config(file, dtype));
            } else {
                Files.copy(file, folder.resolve(name));
            }
        }
    }

    /** The configuration with another stored type, under the key that it uses already. */
    private static byte[] config(Path file, DType dtype) throws IOException {
        JsonNode json = JSON.readTree(Files.readString(file));
        ObjectNode config = json.asObject();
        config.put(
                config.has("dtype") ? "dtype" : "torch_dtype",
                switch (dtype) {
                    case F16 -> "float16";
                    case BF16 -> "bfloat16";
                    default -> "float32";
                });
        return json(config);
    }

    private static byte[] json(ObjectNode node) {
        return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
