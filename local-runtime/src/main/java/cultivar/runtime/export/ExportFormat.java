package cultivar.runtime.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an export can become. */
public enum ExportFormat {
    /** A checkpoint in the hub's layout, base and adapter in one. */
    MERGED("merged"),
    /** A whole model for llama.cpp and its kin. */
    GGUF("gguf"),
    /** An adapter for llama.cpp to load beside its base. */
    GGUF_ADAPTER("gguf-adapter"),
    /** The adapter's PEFT folder, as it is. */
    PEFT("peft");

    private final String id;

    ExportFormat(String id) {
        this.id = id;
    }

    /** Its name in commands. */
    public String id() {
        return id;
    }

    /**
     * What its matrices can be stored as, the usual choice first; {@code base} is what the base stores, {@code adapter}
     * what the adapter stores.
     */
    public List<String> types() {
        return switch (this) {
            case MERGED -> List.of("base", "f32", "f16", "bf16");
            case GGUF -> List.of("f16", "f32", "bf16", "q8_0", "q4_0");
            case GGUF_ADAPTER -> List.of("f32", "f16", "bf16");
            case PEFT -> List.of("adapter");
        };
    }

    /** The format of an id, in whatever case. */
    public static Optional<ExportFormat> ofId(String id) {
        for (ExportFormat format : values()) {
            if (format.id.equals(id.toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The name of a folder or file for an export of a model or adapter that goes by a name. */
    public Path fileName(String name, String type) {
        return Path.of(
                switch (this) {
                    case MERGED -> name + "-merged" + (type.equals("base") ? "" : "-" + type);
                    case GGUF -> name + "-" + type + ".gguf";
                    case GGUF_ADAPTER -> name + "-lora-" + type + ".gguf";
                    case PEFT -> name + "-peft";
                });
    }
}
