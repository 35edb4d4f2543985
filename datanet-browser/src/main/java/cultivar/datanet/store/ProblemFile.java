package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.load.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Saves what did not go in and the remarks on what did, a line each, so that they can be mended. */
public final class ProblemFile {
    private ProblemFile() {}

    /**
     * Writes beside the file and moves into it; throws {@link DatanetException} where that is impossible.
     *
     * @return how many lines were written, all that the reports count
     */
    public static long write(Path file, List<ImportReport> reports) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try {
                long lines = 0;
                try (BufferedWriter out = Files.newBufferedWriter(beside)) {
                    for (ImportReport report : reports) {
                        lines += copy(report, out);
                    }
                }
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
                return lines;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be written (" + e.getMessage() + "); choose another place", e);
        }
    }

    private static long copy(ImportReport report, BufferedWriter out) throws IOException {
        Path log = report.log();
        try (Stream<String> lines =
                log == null ? report.problems().stream().map(Problem::toString) : Files.lines(log)) {
            long count = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                out.write(line);
                out.write('\n');
                count++;
            }
            return count;
        }
    }
}
