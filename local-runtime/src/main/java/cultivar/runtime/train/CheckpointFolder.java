package cultivar.runtime.train;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run: {@code checkpoint-STEP.safetensors}. A new one is moved into place whole before an old one
 * goes, and two are kept, so that neither a kill nor a damaged file leaves none.
 */
public final class CheckpointFolder {
    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})\\.safetensors");

    private final Path folder;

    /** @param folder need not exist yet */
    public CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A checkpoint.
     *
     * @param step the steps that were made before it
     */
    public record Entry(int step, Path file) {}

    /** The checkpoints, the newest first; none if there is no folder. */
    public List<Entry> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(CheckpointFolder::entry)
                    .sorted(Comparator.comparingInt(Entry::step).reversed())
                    .toList();
        }
    }

    private static Stream<Entry> entry(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Stream.of(new Entry(Integer.parseInt(name.group(1)), file)) : Stream.empty();
    }

    /** Where the checkpoint after so many steps goes. */
    Path file(int step) {
        return folder.resolve("checkpoint-" + step + ".safetensors");
    }

    /** Deletes what is older than the two newest, and what a killed process left half written. */
    void tidy() throws IOException {
        List<Entry> entries = newestFirst();
        for (Entry old : entries.subList(Math.min(KEPT, entries.size()), entries.size())) {
            Files.deleteIfExists(old.file());
        }
        if (Files.isDirectory(folder)) {
            for (Path file : WholeFiles.files(folder)) {
                if (WholeFiles.isTemporary(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
