package cultivar.runtime.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where reference values lie; a test that needs one that is missing is skipped, saying so. */
final class GoldenFolder {
    private GoldenFolder() {}

    static Path require(String part) {
        Path folder = Path.of(System.getProperty("cultivar.golden", "golden")).resolve(part);
        assumeTrue(Files.exists(folder), () -> "skipped: there are no reference values at " + folder);
        return folder;
    }
}
