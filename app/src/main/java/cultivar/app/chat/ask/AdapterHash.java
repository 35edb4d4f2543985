package cultivar.app.chat.ask;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an adapter's weights are told by, read once for each state of their file. Safe for several threads. */
final class AdapterHash {
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final int BUFFER = 1 << 16;

    private record State(Path file, long size, FileTime changed) {}

    private final Map<State, String> known = new ConcurrentHashMap<>();

    /**
     * SHA-256 of the weights' file in lower-case hex. Blocks while it is read.
     *
     * @throws UncheckedIOException with a line that says which file cannot be read
     */
    String of(Path folder) {
        Path file = folder.resolve(WEIGHTS);
        try {
            return known.computeIfAbsent(
                    new State(file, Files.size(file), Files.getLastModifiedTime(file)), AdapterHash::read);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String read(State state) {
        try (InputStream in = Files.newInputStream(state.file())) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw unreadable(state.file(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException("The adapter's weights " + file + " cannot be read.", e);
    }
}
