package cultivar.app.export;

import cultivar.runtime.export.ExportFormat;
import java.nio.file.Path;

/**
 * What somebody chose.
 *
 * @param type one of the format's types
 * @param output a folder or file that is to be made
 */
record ExportChoice(ExportFormat format, String type, Path output) {}
