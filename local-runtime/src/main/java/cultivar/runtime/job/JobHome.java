package cultivar.runtime.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where jobs lie in a studio's home: {@code runs/ID/} each, and {@code engine/} for what they share. */
public record JobHome(Path root) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public Path runs() {
        return root.resolve("runs");
    }

    /** Where adapters lie, each in a folder of its name. */
    public Path adapters() {
        return root.resolve("adapters");
    }

    /** The queue, the locks, and the file that says how to reach the engine. */
    public Path engine() {
        return root.resolve("engine");
    }

    /** The studio's settings, which may choose the device. */
    public Path settings() {
        return root.resolve("settings.json");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    Path queueFile() {
        return engine().resolve("queue.json");
    }

    /** Held by whoever trains on the processor. */
    Path deviceLock() {
        return engine().resolve("cpu.lock");
    }

    /** The folder of an id, whether or not there is a job in it; a {@link JobException} if it can be no id. */
    public JobFolder folder(String id) {
        if (!ID.matcher(id).matches()) {
            throw missing(id);
        }
        return new JobFolder(id, runs().resolve(id));
    }

    /** The job of an id, if there is one. */
    public Optional<JobFolder> find(String id) {
        return ID.matcher(id).matches() ? Optional.of(folder(id)).filter(JobFolder::exists) : Optional.empty();
    }

    /** The job of an id; fails where there is none. */
    public JobFolder get(String id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    private static JobException missing(String id) {
        return new JobException(
                JobException.Kind.MISSING,
                "There is no run \"" + id + "\". `cultivar runs` lists those that there are.");
    }

    /** All jobs, by id. */
    public List<JobFolder> jobs() {
        if (!Files.isDirectory(runs())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs())) {
            return folders.map(folder -> find(folder.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted(java.util.Comparator.comparing(JobFolder::id))
                    .toList();
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    "The runs in " + runs() + " cannot be listed (" + e.getMessage() + ").",
                    e);
        }
    }

    /** The ids in the queue of this home's engine, whether or not it runs; what runs comes first. */
    public List<String> queue() {
        return JobQueue.read(queueFile());
    }
}
