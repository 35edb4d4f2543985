package cultivar.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cultivar.runtime.seedling.Seedling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is on this machine already. */
class LocalRepositoriesTest {
    private static final RepoId ID = RepoId.parse("owner/small");

    @TempDir
    Path folder;

    private Path models = Path.of("unset");
    private Path cache = Path.of("unset");
    private KnownFolders known = new KnownFolders(Path.of("unset"));

    @BeforeEach
    void places() {
        models = folder.resolve("models");
        cache = folder.resolve("hub");
        known = new KnownFolders(models.resolve("folders.json"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void readsTheCacheThroughItsLinks() throws IOException {
        cached("a".repeat(40), "model.safetensors");
        Path main = cached("b".repeat(40), "model.safetensors");
        Path refs = Files.createDirectories(cache.resolve("models--owner--small/refs"));
        Files.writeString(refs.resolve("main"), "b".repeat(40));
        Files.createDirectories(cache.resolve("datasets--owner--rows/snapshots/" + "c".repeat(40)));

        LocalRepository found = local().find(ID, RepoKind.MODEL).orElseThrow();
        assertThat(found.folder()).isEqualTo(main);
        assertThat(found.commit()).isEqualTo("b".repeat(40));
        assertThat(found.source()).isEqualTo(LocalRepository.Source.HUGGING_FACE_CACHE);
        assertThat(found.bytes()).isEqualTo(7);
        assertThat(local().models()).containsExactly(found);
        assertThat(LocalRepositories.nameOf(main)).isEqualTo("owner/small");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesOutWhatIsNotWhole() throws IOException {
        Path snapshot = cached("a".repeat(40), "model.safetensors.index.json");
        assertThat(local().models()).as("an index without its shards").isEmpty();
        Files.delete(snapshot.resolve("model.safetensors.index.json"));
        Files.writeString(
                snapshot.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
        Files.writeString(snapshot.resolve("one.safetensors"), "1");
        assertThat(local().models()).isEmpty();
        Path blob = folder.resolve("blob");
        Files.createSymbolicLink(snapshot.resolve("two.safetensors"), blob);
        assertThat(local().models()).as("a link that leads nowhere").isEmpty();
        Files.writeString(blob, "22");
        assertThat(local().models())
                .singleElement()
                .satisfies(found -> assertThat(found.bytes()).isEqualTo(3));
        Files.writeString(snapshot.resolve("config.json"), "{\"model_type\": \"whisper\"}");
        assertThat(local().models()).as("the engine cannot run it").isEmpty();
    }

    @Test
    void listsTheStudiosOwnFirstAndEachOnce() throws IOException {
        checkpoint(models.resolve("my-model"));
        checkpoint(models.resolve("owner--small.part"));
        checkpoint(models.resolve("owner--other.old"));
        Path own = checkpoint(models.resolve("owner--small"));
        new HubRecord(new RepoRevision(ID, "main"), "d".repeat(40), List.of()).write(own);
        cached("a".repeat(40), "model.safetensors");
        Path elsewhere = checkpoint(folder.resolve("elsewhere"));
        known.add(elsewhere);
        known.add(elsewhere);

        assertThat(local().models())
                .extracting(LocalRepository::name)
                .containsExactly("my-model", "owner/small", elsewhere.toString());
        assertThat(local().find(ID, RepoKind.MODEL).orElseThrow().folder()).isEqualTo(own);
        assertThat(local().find(ID, RepoKind.ADAPTER)).isEmpty();
        assertThat(local().find(RepoId.parse("owner/nowhere"), RepoKind.MODEL)).isEmpty();
        Files.delete(elsewhere.resolve("model.safetensors"));
        assertThat(local().models()).hasSize(2);
    }

    @Test
    void saysWhyAFolderIsNone() throws IOException {
        refused(folder.resolve("nowhere"), "There is no folder");
        Path some = Files.createDirectories(folder.resolve("some"));
        refused(some, "has no config.json");
        checkpoint(some);
        Files.delete(some.resolve("model.safetensors"));
        refused(some, "lacks safetensors weights");
        Files.writeString(some.resolve("config.json"), "{\"architectures\": [\"T5ForConditionalGeneration\"]}");
        refused(some, "T5ForConditionalGeneration");
        assertThat(known.list()).isEmpty();
    }

    private void refused(Path path, String message) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> known.add(path))
                .withMessageContaining(message);
    }

    private LocalRepositories local() {
        return new LocalRepositories(models, folder.resolve("adapters"), cache, known);
    }

    private static Path checkpoint(Path path) throws IOException {
        Files.createDirectories(path);
        Files.writeString(path.resolve("config.json"), config());
        Files.writeString(path.resolve("tokenizer.json"), "{}");
        Files.writeString(path.resolve("model.safetensors"), "weights");
        return path;
    }

    /** A configuration that the engine knows. */
    private static String config() throws IOException {
        try (InputStream in = Objects.requireNonNull(Seedling.class.getResourceAsStream("config.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A snapshot whose files are links into the blobs, as Hugging Face's tools make them. */
    private Path cached(String commit, String weights) throws IOException {
        Path repository = cache.resolve("models--owner--small");
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(commit));
        for (String name : List.of("config.json", "tokenizer.json", weights)) {
            Path blob = blobs.resolve(commit.charAt(0) + "-" + name);
            Files.writeString(
                    blob,
                    switch (name) {
                        case "config.json" -> config();
                        case "model.safetensors" -> "weights";
                        default -> "{}";
                    });
            Files.createSymbolicLink(
                    snapshot.resolve(name), Path.of("../../blobs").resolve(blob.getFileName()));
        }
        return snapshot;
    }
}
