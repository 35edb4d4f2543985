package cultivar.runtime.hub;

import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.checkpoint.DecoderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files by which a folder is known as a checkpoint or an adapter. */
final class Layout {
    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    static final String ADAPTER_CONFIG = "adapter_config.json";
    static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LARGEST_JSON = 64 << 20;

    private Layout() {}

    /** What a folder holds, if all of it is there and the engine knows how to run it. */
    static Optional<RepoKind> kind(Path folder) {
        try {
            return Optional.of(require(folder));
        } catch (HubException e) {
            return Optional.empty();
        }
    }

    /**
     * What a folder holds.
     *
     * @throws HubException if something of it is missing or the engine could not run it; the message says what
     */
    static RepoKind require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw unsupported("There is no folder " + folder);
        }
        if (isFile(folder, ADAPTER_CONFIG) && isFile(folder, ADAPTER_WEIGHTS)) {
            return RepoKind.ADAPTER;
        }
        for (String name : List.of(CONFIG, TOKENIZER)) {
            if (!isFile(folder, name)) {
                throw unsupported(folder + " has no " + name);
            }
        }
        try {
            var _ = DecoderSpec.of(json(folder.resolve(CONFIG)));
        } catch (CheckpointException e) {
            throw new HubException(HubException.Reason.UNSUPPORTED, folder + ": " + e.getMessage(), e);
        }
        if (weights(folder).isEmpty()) {
            throw unsupported(folder + " lacks safetensors weights or a part of them");
        }
        return RepoKind.MODEL;
    }

    private static HubException unsupported(String why) {
        return new HubException(
                HubException.Reason.UNSUPPORTED, why + ". Choose the folder of a whole Hugging Face checkpoint.");
    }

    /** The names of a folder's weight files; empty if one of them is missing. */
    static Optional<Set<String>> weights(Path folder) {
        if (isFile(folder, ADAPTER_CONFIG) && isFile(folder, ADAPTER_WEIGHTS)) {
            return Optional.of(Set.of(ADAPTER_WEIGHTS));
        }
        if (isFile(folder, WEIGHTS)) {
            return Optional.of(Set.of(WEIGHTS));
        }
        Set<String> shards = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry :
                json(folder.resolve(INDEX)).path("weight_map").properties()) {
            shards.add(entry.getValue().asString(""));
        }
        return !shards.isEmpty() && shards.stream().allMatch(name -> isBeside(name) && isFile(folder, name))
                ? Optional.of(shards)
                : Optional.empty();
    }

    private static boolean isBeside(String name) {
        return HubFile.isSafe(name) && !name.contains("/");
    }

    private static JsonNode json(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_JSON
                    ? JSON.readTree(Files.readAllBytes(file))
                    : JSON.missingNode();
        } catch (IOException | JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static boolean isFile(Path folder, String name) {
        return Files.isRegularFile(folder.resolve(name));
    }
}
