package cultivar.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.seedling.Seedling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A download whose program is killed is taken up by the next, and what comes of it is a checkpoint that opens. */
@Timeout(120)
class KilledDownloadTest {
    private static final String ID = "owner/seedling";

    @TempDir
    Path folder;

    /** The program that is killed. */
    public static final class Program {
        private Program() {}

        /** Downloads from the server at the first argument into the home at the second. */
        public static void main(String[] arguments) {
            Path home = Path.of(arguments[1]);
            HubEnvironment environment = new HubEnvironment(
                    Map.of(
                            "HF_ENDPOINT",
                            arguments[0],
                            "HF_HOME",
                            home.resolve("hf").toString()),
                    home,
                    new TokenFile(home.resolve("token")),
                    "");
            Path models = home.resolve("models");
            LocalRepositories local = new LocalRepositories(
                    models, home.resolve("adapters"), environment.cache(), new KnownFolders(home.resolve("f.json")));
            try (Hub hub = Hub.open(environment, models, home.resolve("adapters"), local)) {
                var _ = hub.fetch(hub.plan(RepoRevision.parse(ID), () -> false), DownloadListener.NONE);
            }
        }
    }

    @Test
    void isTakenUpByTheNextProgram() throws Exception {
        try (FakeHub server = new FakeHub()) {
            serve(server, Seedling.install(folder.resolve("box")));
            byte[] weights = server.repo(ID).content("model.safetensors");
            CountDownLatch half = new CountDownLatch(1);
            CountDownLatch dead = new CountDownLatch(1);
            server.next(FakeHub.stored(ID, "model.safetensors"), exchange -> {
                exchange.sendResponseHeaders(200, weights.length);
                exchange.getResponseBody().write(weights, 0, weights.length / 2);
                exchange.getResponseBody().flush();
                half.countDown();
                wait(dead);
            });
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Program.class.getName(),
                            server.address().toString(),
                            folder.toString())
                    .inheritIO()
                    .start();
            Path models = folder.resolve("models");
            assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
            awaitPart(models.resolve("owner--seedling.part"), program);
            program.destroyForcibly().waitFor();
            dead.countDown();
            assertThat(models.resolve("owner--seedling")).doesNotExist();

            LocalRepository here = new HubUnderTest(server, folder).fetch(ID);
            assertThat(here.folder().resolve("model.safetensors")).hasBinaryContent(weights);
            assertThat(server.seenByStorage()).hasSize(2);
            assertThat(server.seenByStorage().getLast().header("Range")).startsWith("bytes=");
            try (var checkpoint = Checkpoint.open(here.folder())) {
                assertThat(checkpoint.spec().layers()).isPositive();
            }
        }
    }

    private static void serve(FakeHub server, Path checkpoint) throws IOException {
        FakeHub.Repo repo = server.repo(ID);
        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".safetensors")) {
                    repo.large(name, Files.readAllBytes(file));
                } else {
                    repo.file(name, Files.readAllBytes(file));
                }
            }
        }
    }

    /** Waits until some of the weights are on the disk, as another process wrote them. */
    private static void awaitPart(Path coming, Process program) throws Exception {
        while (program.isAlive()) {
            try (Stream<Path> files = Files.exists(coming) ? Files.list(coming) : Stream.empty()) {
                List<Path> parts = files.filter(
                                file -> file.getFileName().toString().startsWith("model.safetensors."))
                        .filter(file -> file.toFile().length() > 1_000_000)
                        .toList();
                if (!parts.isEmpty()) {
                    return;
                }
            }
            boolean _ = program.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            boolean _ = latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
