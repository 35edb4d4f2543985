package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings one file of a repository into a folder: goes on where it stopped, and checks what came. */
final class FileDownload {
    // So much gained counts as going well, so that a long file may outlive many cuts.
    private static final long GAIN = 1 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final HubClient client;
    private final HubRepository repository;
    private final HubFile file;
    private final Path folder;
    private final Meter meter;
    private final BooleanSupplier cancelled;

    FileDownload(
            HubClient client,
            HubRepository repository,
            HubFile file,
            Path folder,
            Meter meter,
            BooleanSupplier cancelled) {
        this.client = client;
        this.repository = repository;
        this.file = file;
        this.folder = folder;
        this.meter = meter;
        this.cancelled = cancelled;
    }

    /** Blocks until the file is in the folder, whole and checked. */
    void run() {
        Attempts attempts = new Attempts(client.patience(), cancelled);
        try (PartFile part = PartFile.open(file, folder, cancelled)) {
            meter.here(part.position());
            while (!part.isWhole()) {
                long before = part.position();
                try {
                    transfer(part);
                } catch (TransientException e) {
                    if (part.position() - before >= GAIN) {
                        attempts.succeeded();
                    }
                    attempts.failed(e);
                }
            }
            part.finish();
        }
    }

    private void transfer(PartFile part) throws TransientException {
        URI address = client.address(repository, file);
        try (HubResponse response = client.http().get(address, range(part), cancelled)) {
            switch (response.status()) {
                case 200 -> {
                    // A server that knows no ranges, or has other content than before, sends all of it.
                    restart(part);
                    requireLength(part, response.length());
                }
                case 206 -> requireRange(part, response);
                case 416 -> {
                    response.body().skip();
                    restart(part);
                    throw new TransientException(
                            new HubException(
                                    Reason.CUT,
                                    response.uri().getHost() + " would not go on with " + file.name()
                                            + ". Download it again."),
                            null);
                }
                default -> throw client.errors().of(response, repository.asked());
            }
            part.tagged(response.header("ETag"));
            copy(part, response);
        }
    }

    private static Map<String, String> range(PartFile part) {
        Map<String, String> headers = new HashMap<>();
        if (part.position() > 0) {
            headers.put("Range", "bytes=" + part.position() + "-");
            part.etag().ifPresent(etag -> headers.put("If-Range", etag));
        }
        return headers;
    }

    private void copy(PartFile part, HubResponse response) throws TransientException {
        try {
            for (ByteBuffer bytes = response.body().next();
                    bytes != null;
                    bytes = response.body().next()) {
                int count = bytes.remaining();
                if (part.position() + count > file.size()) {
                    throw wrongLength(part, "more");
                }
                part.append(bytes);
                meter.came(count);
            }
        } catch (IOException e) {
            throw cut(response, e);
        }
        if (!part.isWhole()) {
            throw cut(response, new IOException("the end came early"));
        }
    }

    private TransientException cut(HubResponse response, IOException e) {
        return new TransientException(
                new HubException(
                        Reason.CUT,
                        "The connection to " + response.uri().getHost() + " was cut again and again while "
                                + file.name() + " was coming. Download it again; it goes on where it stopped.",
                        e),
                null);
    }

    private void requireLength(PartFile part, OptionalLong length) {
        if (length.isPresent() && length.getAsLong() != file.size() - part.position()) {
            throw wrongLength(part, Bytes.text(length.getAsLong()));
        }
    }

    private void requireRange(PartFile part, HubResponse response) throws TransientException {
        Matcher range = RANGE.matcher(response.header("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != part.position()) {
            restart(part);
            throw cut(response, new IOException("another part came than was asked for"));
        }
        if (!range.group(2).equals("*") && Long.parseLong(range.group(2)) != file.size()) {
            throw wrongLength(part, Bytes.text(Long.parseLong(range.group(2))));
        }
        requireLength(part, response.length());
    }

    private HubException wrongLength(PartFile part, String found) {
        meter.here(-part.position());
        part.discard();
        return new HubException(
                Reason.WRONG_LENGTH,
                file.name() + " has another length than the hub lists: " + Bytes.text(file.size()) + " listed, " + found
                        + " sent. It was deleted; download it again, or set another hub address.");
    }

    private void restart(PartFile part) {
        meter.here(-part.position());
        part.restart();
    }
}
