package cultivar.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FormatTest {
    private final Path root =
            Path.of(System.getProperty("cultivar.root", "..")).toAbsolutePath().normalize();

    @Test
    void everySourceIsFormatted() throws IOException {
        var formatting = new Formatting(root);

        assertThat(formatting.sources()).as("Java sources under %s", root).isNotEmpty();
        assertThat(formatting.unformatted().stream().map(root::relativize))
                .as("files that `mvn -N -Pformat` would change")
                .isEmpty();
    }
}
