package cultivar.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.PeftAdapters;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder of adapters that changes, and that cannot be read for a while. */
@Timeout(120)
class AdaptersTest {
    private static final Keeping PINNED_AND_MERGED = new Keeping(true, true);

    @TempDir
    Path temporary;

    private Path folder;
    private LanguageModel model;
    private Serving serving;
    private Adapters adapters;
    private int written;

    @SuppressWarnings("NullAway.Init")
    AdaptersTest() {}

    @BeforeEach
    void start() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("tiny")));
        folder = Files.createDirectory(temporary.resolve("adapters"));
        serving = model.serve(ServeSettings.usual());
        adapters = new Adapters("lab/tiny", serving.shelf(), folder);
    }

    @AfterEach
    void stop() {
        serving.close();
        model.close();
    }

    /** Each time with other values, and a later time than before. */
    private Path write(String name) throws IOException {
        written++;
        Path path = new PeftAdapters(written)
                .with(0, "q_proj", 4, 1)
                .write(
                        folder.resolve(name),
                        "\"r\": 4, \"lora_alpha\": 4, \"target_modules\": [\"q_proj\"], \"layers_to_transform\": [0]");
        touch(path);
        return path;
    }

    private void touch(Path adapter) throws IOException {
        Files.setLastModifiedTime(
                adapter.resolve("adapter_model.safetensors"),
                FileTime.from(Instant.now().plusSeconds(written)));
    }

    @Test
    void oneThatChangesCanBeAskedAllTheTime() throws IOException, InterruptedException {
        write("often");
        assertThat(adapters.look()).hasSize(1);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger missing = new AtomicInteger();
        Thread asking = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                if (serving.shelf().entry("often").isEmpty()) {
                    missing.incrementAndGet();
                }
            }
        });
        try {
            for (int change = 0; change < 20; change++) {
                String before = adapters.hash("often");
                write("often");
                adapters.look();
                assertThat(adapters.hash("often")).isNotEqualTo(before);
            }
        } finally {
            over.set(true);
        }
        asking.join();
        assertThat(missing.get()).isZero();
    }

    @Test
    void oneThatIsWrittenAnewWithDamageIsForgottenUntilItIsWhole() throws IOException {
        Path path = write("once");
        adapters.load("once", path, Keeping.PINNED, false);
        Files.write(path.resolve("adapter_model.safetensors"), new byte[] {1, 2, 3});
        written++;
        touch(path);
        assertThat(adapters.look()).isEmpty();
        assertThatThrownBy(() -> adapters.require("once", "model")).hasMessageContaining("adapter_model.safetensors");
        write("once");
        adapters.require("once", "model");
        assertThat(adapters.look()).extracting(AdapterShelf.Entry::keeping).containsExactly(Keeping.PINNED);
    }

    @Test
    void aFolderThatCannotBeReadKeepsWhatIsKnown() throws IOException {
        adapters.load("loaded", write("loaded"), PINNED_AND_MERGED, false);
        write("seen");
        var before = adapters.look();
        assertThat(before).hasSize(2);
        Path away = temporary.resolve("away");
        Files.move(folder, away);
        assertThat(adapters.look()).isEqualTo(before);
        Files.createFile(folder);
        assertThat(adapters.look()).isEqualTo(before);
        adapters.require("seen", "model");
        Files.delete(folder);
        Files.move(away, folder);
        assertThat(adapters.look()).isEqualTo(before);
        Files.delete(folder.resolve("seen").resolve("adapter_config.json"));
        assertThat(adapters.look()).extracting(AdapterShelf.Entry::name).containsExactly("loaded");
    }
}
