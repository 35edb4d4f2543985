package cultivar.runtime.server;

import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to reach the engine of a home: {@code engine/engine.json}, which nobody but its owner may read. The token is
 * neither on a command line nor in an environment.
 *
 * @param protocol what the engine's interface looks like; a client of another one has it ended and starts its own
 */
public record EngineFile(int protocol, ProcessId process, int port, String token) {
    /** The interface of this version. */
    public static final int PROTOCOL = 2;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Path in(JobHome home) {
        return home.engine().resolve("engine.json");
    }

    /** The file of an engine that lives; one that a dead engine left is as good as none. */
    public static Optional<EngineFile> read(JobHome home) {
        try {
            EngineFile file = JSON.readValue(Files.readString(in(home)), EngineFile.class);
            return Optional.of(file).filter(found -> found.process().alive().isPresent());
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    void write(JobHome home) {
        try {
            WholeFiles.writePrivately(in(home), JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    in(home) + " could not be written (" + e.getMessage() + "). Free some space.",
                    e);
        }
    }

    static void delete(JobHome home) throws IOException {
        Files.deleteIfExists(in(home));
    }

    @Override
    public String toString() {
        return "engine " + process.pid() + " at port " + port;
    }
}
