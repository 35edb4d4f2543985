package cultivar.app.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an export can become. */
enum ExportFormat {
    /** A checkpoint in the hub's layout. */
    MERGED("merged"),
    /** A whole model for llama.cpp. */
    GGUF("gguf"),
    /** An adapter for llama.cpp to load beside its base. */
    GGUF_ADAPTER("gguf-adapter");

    private final String id;

    ExportFormat(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Reads what people type. */
    static final class Converter implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String value) {
            for (ExportFormat format : values()) {
                if (format.id.equals(value.toLowerCase(Locale.ROOT))) {
                    return format;
                }
            }
            throw new TypeConversionException(
                    "There is no format '" + value + "'; choose merged, gguf or gguf-adapter.");
        }
    }

    /** The types that its matrices can be stored as, the one for those who name none first. */
    List<String> types() {
        return switch (this) {
            case MERGED -> List.of("as the base", "f32", "f16", "bf16");
            case GGUF -> List.of("f16", "f32", "bf16", "q8_0", "q4_0");
            case GGUF_ADAPTER -> List.of("f32", "f16", "bf16");
        };
    }
}
