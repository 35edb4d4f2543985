package cultivar.wallet.signing;

import cultivar.wallet.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the person chose for the wallet.
 *
 * @param lockMinutes minutes without use after which the wallet locks itself, 1 to 240
 * @param expert whether what cannot be read, or would fail, may be signed all the same
 */
public record Preferences(int lockMinutes, boolean expert) {
    /** What holds until somebody chooses. */
    public static final Preferences USUAL = new Preferences(15, false);

    private static final int MOST_MINUTES = 240;
    private static final JsonMapper JSON = new JsonMapper();

    /** Keeps the minutes in their range. */
    public Preferences {
        lockMinutes = Math.clamp(lockMinutes, 1, MOST_MINUTES);
    }

    /** How long the wallet stays open without use. */
    public Duration locksAfter() {
        return Duration.ofMinutes(lockMinutes);
    }

    /** With another time. */
    public Preferences withLockMinutes(int minutes) {
        return new Preferences(minutes, expert);
    }

    /** With or without the expert's freedom. */
    public Preferences withExpert(boolean allowed) {
        return new Preferences(lockMinutes, allowed);
    }

    /** Reads them; what is missing or damaged counts as not chosen, which is the careful choice. */
    public static Preferences read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), Preferences.class);
        } catch (IOException | JacksonException e) {
            return USUAL;
        }
    }

    /**
     * Keeps them.
     *
     * @throws SettingsException if they cannot be saved
     */
    public void write(Path file) {
        try {
            PrivateFiles.write(file, JSON.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new SettingsException(
                    "The wallet's settings could not be saved to " + file + ": " + e.getMessage()
                            + ". Nothing was changed.",
                    e);
        }
    }
}
