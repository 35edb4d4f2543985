package cultivar.runtime.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of the jobs that run or wait, in order; the one that runs stays at the front, so that a kill leaves it there.
 * Not safe for several threads.
 */
final class JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    private record Content(List<String> jobs) {}

    private final @Nullable Path file;
    private final List<String> ids;

    private JobQueue(@Nullable Path file, List<String> ids) {
        this.file = file;
        this.ids = new ArrayList<>(ids);
    }

    /** The queue of a home's engine, as the last one left it. */
    static JobQueue onDisk(Path file) {
        return new JobQueue(file, read(file));
    }

    /** The queue of a process that works for itself. */
    static JobQueue inMemory() {
        return new JobQueue(null, List.of());
    }

    static List<String> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Json.read(file, Content.class, "queue").jobs();
        } catch (JobException e) {
            // The jobs themselves are safe in their folders and can be resumed one by one.
            LOG.warn("{}", e.getMessage());
            return List.of();
        }
    }

    List<String> ids() {
        return List.copyOf(ids);
    }

    boolean contains(String id) {
        return ids.contains(id);
    }

    void add(String id) {
        ids.add(id);
        save();
    }

    /** Puts a job at a place; places count from 0 and what is beyond the end is the end. */
    void put(String id, int place) {
        ids.remove(id);
        ids.add(Math.clamp(place, 0, ids.size()), id);
        save();
    }

    void remove(String id) {
        if (ids.remove(id)) {
            save();
        }
    }

    private void save() {
        if (file != null) {
            Json.write(file, new Content(List.copyOf(ids)));
        }
    }
}
