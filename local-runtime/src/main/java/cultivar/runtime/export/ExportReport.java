package cultivar.runtime.export;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export wrote and how well it agrees.
 *
 * @param output the folder or file
 * @param type what most values are stored as, such as {@code bfloat16} or {@code Q8_0}
 * @param bytes size of what was written
 * @param difference from base and adapter, or null if it was not checked
 * @param warnings what the reader of the export does otherwise than the base, one sentence each
 */
public record ExportReport(
        Path output, String type, long bytes, @Nullable Difference difference, List<String> warnings) {
    public ExportReport {
        warnings = List.copyOf(warnings);
    }
}
