package cultivar.runtime.hub;

/**
 * How far a download is.
 *
 * @param done bytes that are on this machine, those of an earlier try among them
 * @param total bytes of all files
 * @param bytesPerSecond what has come lately; 0 while nothing has
 */
public record DownloadProgress(long done, long total, double bytesPerSecond) {
    /** Seconds until the end at this speed; negative while nobody knows. */
    public double secondsLeft() {
        return bytesPerSecond <= 0 ? -1 : (total - done) / bytesPerSecond;
    }
}
