package cultivar.datanet.export;

import cultivar.datanet.DatanetException;
import java.util.Locale;

/** What an export writes. */
public enum ExportFormat {
    /** One file of JSON Lines. */
    JSONL,
    /** One Apache Parquet file. */
    PARQUET,
    /** A folder as the Hugging Face Hub keeps data sets: a card, and Parquet files of both sides. */
    FOLDER;

    /** The name that the command line uses. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #id()}. */
    public static ExportFormat ofId(String id) {
        for (ExportFormat format : values()) {
            if (format.id().equals(id)) {
                return format;
            }
        }
        throw new DatanetException("\"" + id + "\" is no format; choose jsonl, parquet or folder");
    }
}
