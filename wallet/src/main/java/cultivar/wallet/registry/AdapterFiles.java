package cultivar.wallet.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Content hashes of model folders. Only files that decide what a model computes, and how text becomes tokens, count;
 * a manifest, logs or a read-me beside them do not. Files are read in pieces, never whole.
 */
public final class AdapterFiles {
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";
    private static final Set<String> BASE_FILES = Set.of(
            "config.json",
            "generation_config.json",
            "model.safetensors.index.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja");

    private AdapterFiles() {}

    /**
     * Hash of a PEFT folder: {@code adapter_config.json} and {@code adapter_model.safetensors}.
     *
     * @throws RegistryException if one of them is missing or cannot be read
     */
    public static FolderHash hash(Path adapterFolder) {
        for (String name : List.of(ADAPTER_CONFIG, ADAPTER_WEIGHTS)) {
            if (!Files.isRegularFile(adapterFolder.resolve(name))) {
                throw new RegistryException("There is no adapter in " + adapterFolder + ": " + name + " is missing.");
            }
        }
        return hash(adapterFolder, name -> name.equals(ADAPTER_CONFIG) || name.equals(ADAPTER_WEIGHTS));
    }

    /**
     * Hash of a base checkpoint's folder: every {@code *.safetensors} with its index, {@code config.json},
     * {@code generation_config.json}, and the tokenizer's files.
     *
     * @throws RegistryException if it has no configuration or no weights, or cannot be read
     */
    public static FolderHash hashBase(Path folder) {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            throw new RegistryException("There is no base model in " + folder + ": config.json is missing.");
        }
        FolderHash hash = hash(folder, name -> BASE_FILES.contains(name) || name.endsWith(".safetensors"));
        if (hash.files().stream().noneMatch(f -> f.path().endsWith(".safetensors"))) {
            throw new RegistryException("There is no base model in " + folder + ": it has no .safetensors file.");
        }
        return hash;
    }

    private static FolderHash hash(Path folder, Predicate<String> counts) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> counts.test(String.valueOf(file.getFileName())))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
                    .toList();
            List<FileEntry> entries = new ArrayList<>();
            for (Path file : files) {
                entries.add(FileEntry.of(file));
            }
            return FolderHash.of(entries);
        } catch (IOException e) {
            throw new RegistryException("The files in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
