package cultivar.datanet.store;

/**
 * How far an import is; everything counted here is on the disk.
 *
 * @param bytes how much of the file has been read
 * @param total the file's size; -1 where unknown
 * @param lines how many lines have been read
 * @param added rows that went in
 * @param duplicates rows that were there already
 * @param rejected lines that did not go in
 */
public record ImportProgress(long bytes, long total, long lines, long added, long duplicates, long rejected) {
    /** From 0 to 1; -1 where the size is unknown. */
    public double fraction() {
        return total <= 0 ? -1 : Math.min(1.0, (double) bytes / total);
    }
}
