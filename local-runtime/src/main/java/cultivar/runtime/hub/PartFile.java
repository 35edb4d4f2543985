package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A file on its way: what has come of it so far, and what that hashes to. It outlives the program. */
final class PartFile implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final HubFile file;
    private final Path target;
    private final Path part;
    private final Path etagFile;
    private final FileChannel channel;
    private MessageDigest digest;
    private long position;
    private @Nullable String etag;

    private PartFile(HubFile file, Path folder, Path part, FileChannel channel) {
        this.file = file;
        this.target = folder.resolve(file.name());
        this.part = part;
        this.etagFile = part.resolveSibling(part.getFileName() + ".etag");
        this.channel = channel;
        this.digest = digest(file);
    }

    /** Opens what has come before, if anything, and reads it once for its hash. */
    static PartFile open(HubFile file, Path folder, BooleanSupplier cancelled) {
        Path part = folder.resolve(file.partName());
        try {
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            PartFile opened = new PartFile(file, folder, part, channel);
            try {
                opened.takeUp(cancelled);
                return opened;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    private void takeUp(BooleanSupplier cancelled) throws IOException {
        if (channel.size() > file.size()) {
            restart();
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (channel.read(buffer.clear()) > 0) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            position += buffer.flip().remaining();
            digest.update(buffer);
        }
        etag = position > 0 && Files.isRegularFile(etagFile) ? Files.readString(etagFile) : null;
    }

    /** Bytes that have come. */
    long position() {
        return position;
    }

    boolean isWhole() {
        return position == file.size();
    }

    /** The tag that the server gave to the content of which this is the beginning, if it gave one that is exact. */
    Optional<String> etag() {
        return Optional.ofNullable(etag);
    }

    /** Remembers the content's tag, for the next try. */
    void tagged(Optional<String> given) {
        // A weak tag does not promise the same bytes.
        String exact = given.filter(tag -> !tag.startsWith("W/")).orElse(null);
        try {
            if (exact == null) {
                Files.deleteIfExists(etagFile);
            } else if (!exact.equals(etag)) {
                Files.writeString(etagFile, exact, StandardCharsets.UTF_8);
            }
            etag = exact;
        } catch (IOException e) {
            throw failed(etagFile, e);
        }
    }

    /** Adds bytes at the end. */
    void append(ByteBuffer bytes) {
        try {
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    /** Throws away what has come. */
    void restart() {
        try {
            channel.truncate(0);
            Files.deleteIfExists(etagFile);
        } catch (IOException e) {
            throw failed(part, e);
        }
        position = 0;
        etag = null;
        digest = digest(file);
    }

    /**
     * Puts the file into its place, if it is the one that the hub lists.
     *
     * @throws HubException if it is not; what has come is deleted, so that the next try starts clean
     */
    void finish() {
        String found = HexFormat.of().formatHex(digest.digest());
        try {
            if (!found.equals(file.checksum())) {
                discard();
                throw new HubException(
                        Reason.WRONG_CHECKSUM,
                        file.name()
                                + " arrived damaged: its checksum is not the one that the hub lists. It was deleted;"
                                + " download it again.");
            }
            channel.force(true);
            channel.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(etagFile);
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    /** Deletes what has come. */
    void discard() {
        try {
            channel.close();
            Files.deleteIfExists(part);
            Files.deleteIfExists(etagFile);
        } catch (IOException e) {
            throw failed(part, e);
        }
    }

    private static MessageDigest digest(HubFile file) {
        try {
            if (file.sha256() != null) {
                return MessageDigest.getInstance("SHA-256");
            }
            // Git hashes a blob with its length in front.
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }

    private static HubException failed(Path path, IOException e) {
        return Disk.failed(path, e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(part, e);
        }
    }
}
