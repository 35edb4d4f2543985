package cultivar.app.chat.ask;

import cultivar.runtime.lora.PeftFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an adapter's weights are told by, read once for each state of their file. Safe for several threads. */
final class AdapterHash {
    private record Known(Path folder, PeftFolder.State state) {}

    private final Map<Known, String> known = new ConcurrentHashMap<>();

    /**
     * SHA-256 of the weights' file in lower-case hex. Blocks while it is read.
     *
     * @throws UncheckedIOException with a line that says which folder cannot be read
     */
    String of(Path folder) {
        try {
            return known.computeIfAbsent(new Known(folder, PeftFolder.state(folder)), AdapterHash::read);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static String read(Known known) {
        try {
            return PeftFolder.hash(known.folder());
        } catch (IOException e) {
            throw unreadable(known.folder(), e);
        }
    }

    private static UncheckedIOException unreadable(Path folder, IOException e) {
        return new UncheckedIOException("The adapter's weights in " + folder + " cannot be read.", e);
    }
}
