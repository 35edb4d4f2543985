package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that is missing, damaged or another base's. */
class BadAdapterTest {
    @TempDir
    private static Path folder;

    private static Path home;
    private static Path tiny;

    @BeforeAll
    static void trainOnAnotherBase() throws IOException {
        home = folder.resolve("home");
        tiny = TinyModel.write(folder.resolve("tiny"));
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
        Outcome.of(
                        home,
                        "train",
                        "--base",
                        tiny.toString(),
                        "--data",
                        rows.toString(),
                        "--steps",
                        "1",
                        "--out",
                        "of-tiny")
                .worked();
    }

    private static String refused(String adapter, String... more) {
        String[] all = {"generate", "--prompt", "hi", "--adapter", adapter, "--greedy", "--max-tokens", "2"};
        String[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Outcome.of(home, arguments).failed(1);
    }

    @Test
    void worksOnItsOwnBase() {
        Outcome.of(home, "generate", "--prompt", "hi", "--adapter", "of-tiny", "--model", tiny.toString(), "--greedy")
                .worked();
    }

    @Test
    void ofAnotherBase() {
        assertThat(refused("of-tiny")).contains("trained on another base");
    }

    @Test
    void missing() {
        assertThat(refused("nowhere", "--model", tiny.toString())).contains("nowhere", "no adapter");
    }

    @Test
    void cutShort() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        for (String name : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
            byte[] bytes = Files.readAllBytes(home.resolve("adapters/of-tiny").resolve(name));
            int length = name.endsWith(".json") ? bytes.length : bytes.length / 2;
            Files.write(damaged.resolve(name), Arrays.copyOf(bytes, length));
        }

        assertThat(refused(damaged.toString(), "--model", tiny.toString()))
                .contains("adapter_model.safetensors", "damaged");
    }
}
