package cultivar.datanet.export;

import java.nio.file.Path;

/**
 * What an export wrote.
 *
 * @param heldOutRows rows of the other side, in a folder
 * @param skipped rows that the layout cannot say, because they have more turns than it holds
 * @param leftOut rows that were left out to balance the tags
 */
public record ExportReport(Path target, long rows, long heldOutRows, long skipped, long leftOut) {}
