package cultivar.ui.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.MissingResourceException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private final Messages messages = Messages.ui();

    @Test
    void fillsInArgumentsAndPlurals() {
        assertThat(messages.get("ui.tasks.count", 0)).isEqualTo("Nothing running");
        assertThat(messages.get("ui.tasks.count", 1)).isEqualTo("1 task");
        assertThat(messages.get("ui.tasks.count", 2)).isEqualTo("2 tasks");
        assertThat(messages.find("ui.no.such")).isEmpty();
        assertThatThrownBy(() -> messages.get("ui.no.such")).isInstanceOf(MissingResourceException.class);
    }

    @Test
    void everyWordIsUsed() throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(MessagesTest::read)
                    .collect(Collectors.joining());
        }
        String all = sources;
        assertThat(messages.keys())
                .filteredOn(key -> !all.contains('"' + key + '"'))
                .isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
