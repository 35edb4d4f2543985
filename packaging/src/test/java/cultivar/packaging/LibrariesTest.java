package cultivar.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    private final Distribution distribution = Distribution.packaged();
    private final String platform = System.getProperty("cultivar.platform", "");

    @Test
    void holdsMachineCodeOfThisPlatformOnly() throws IOException {
        var natives = new TreeMap<String, String>();
        for (Path jar : distribution.jars()) {
            try (var zip = new ZipFile(jar.toFile())) {
                Enumeration<? extends ZipEntry> entries = zip.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    try (InputStream bytes = zip.getInputStream(entry)) {
                        String found = Native.platform(bytes);
                        if (!found.isEmpty()) {
                            natives.put(jar.getFileName() + "!" + entry.getName(), found);
                        }
                    }
                }
            }
        }

        // The engine, its tokenizers, the database, and the window: without them the studio does not start.
        assertThat(natives.keySet())
                .anyMatch(name -> name.contains("torch_cpu"))
                .anyMatch(name -> name.contains("djl_torch"))
                .anyMatch(name -> name.contains("tokenizers"))
                .anyMatch(name -> name.contains("sqlitejdbc"))
                .anyMatch(name -> name.contains("jnidispatch"))
                .anyMatch(name -> name.contains("glass"));
        assertThat(natives)
                .allSatisfy((name, found) -> assertThat(found).as(name).isEqualTo(platform));
    }

    @Test
    void javafxIsOnTheModulePathAndNowhereElse() throws IOException {
        Path lib = distribution.root().resolve("lib");

        assertThat(names(lib.resolve("javafx")))
                .containsExactlyInAnyOrder("javafx-base.jar", "javafx-controls.jar", "javafx-graphics.jar");
        assertThat(names(lib)).noneMatch(name -> name.contains("javafx-") && name.startsWith("org.openjfx"));
        assertThat(names(lib)).anyMatch(name -> name.equals("cultivar.app.jar"));
    }

    @Test
    void carriesNoTests() throws IOException {
        assertThat(names(distribution.root().resolve("lib")))
                .noneMatch(name -> name.contains("junit") || name.contains("testfx") || name.contains("tests"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
