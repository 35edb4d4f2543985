package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Saves what did not go in, a line each, so that it can be mended. */
public final class ProblemFile {
    private ProblemFile() {}

    /** Writes beside the file and moves into it; throws {@link DatanetException} where that is impossible. */
    public static void write(Path file, List<Problem> problems) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.write(beside, problems.stream().map(Problem::toString).toList());
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be written (" + e.getMessage() + "); choose another place", e);
        }
    }
}
