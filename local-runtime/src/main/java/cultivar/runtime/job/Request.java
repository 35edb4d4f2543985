package cultivar.runtime.job;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What somebody asks of a job that is being worked on. */
enum Request {
    PAUSE,
    FINISH,
    DISCARD,
    /** The process ends: the job is saved and stays where it is in the queue. */
    LEAVE;

    /** Asks the other process that has a job in hand. */
    void leaveFor(JobFolder folder) {
        Path file = folder.requestFile();
        try {
            WholeFiles.write(file, name().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Json.cannotWrite(file, e);
        }
    }

    /** What another process asks, if it does; asked only once. */
    static Optional<Request> take(JobFolder folder) {
        Path file = folder.requestFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String name = Files.readString(file);
            Files.deleteIfExists(file);
            return Arrays.stream(values())
                    .filter(request -> request.name().equals(name))
                    .findFirst();
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED, file + " cannot be read (" + e.getMessage() + "); delete it", e);
        }
    }

    static void forget(JobFolder folder) {
        try {
            Files.deleteIfExists(folder.requestFile());
        } catch (IOException e) {
            throw Json.cannotWrite(folder.requestFile(), e);
        }
    }
}
