package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.load.Problem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps the problems of an import in a temporary file, because there may be as many as lines. */
final class ProblemLog implements AutoCloseable {
    private @Nullable Path file;
    private @Nullable BufferedWriter out;

    void add(Problem problem) {
        try {
            if (out == null) {
                file = Files.createTempFile("cultivar-import-", ".txt");
                file.toFile().deleteOnExit();
                out = Files.newBufferedWriter(file);
            }
            out.write(problem.toString().replace('\n', ' ').replace('\r', ' '));
            out.write('\n');
        } catch (IOException e) {
            throw new DatanetException(
                    "What an import refuses cannot be noted (" + e.getMessage()
                            + "); free some space in the folder for temporary files",
                    e);
        }
    }

    /** The file, whole once this is closed; null where there was no problem. */
    @Nullable
    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
