package cultivar.runtime.hub;

import static cultivar.runtime.hub.FakeHub.resolve;
import static cultivar.runtime.hub.FakeHub.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cultivar.runtime.hub.HubException.Reason;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server that misbehaves. */
@Timeout(60)
class DownloadTest {
    private static final String ID = "owner/small-1.5";
    private static final String WEIGHTS = "model.safetensors";
    private static final String STORED = stored(ID, WEIGHTS);

    @TempDir
    Path temporary;

    private final FakeHub server = new FakeHub();
    private final byte[] weights = new byte[3_000_000];
    private HubUnderTest client = new HubUnderTest(server, Path.of("unset"));

    @BeforeEach
    void checkpoint() {
        new Random(5).nextBytes(weights);
        server.model(ID, weights);
        client = new HubUnderTest(server, temporary);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bringsWhatTheEngineNeedsAndNothingElse() throws IOException {
        server.repo(ID)
                .file("training.log", "x")
                .file("onnx/model.onnx", "x")
                .file("pytorch_model.bin", "x")
                .file("consolidated.safetensors", "x")
                .file("chat_template.jinja", "{{ messages }}");
        List<DownloadProgress> told = new ArrayList<>();
        LocalRepository here = client.fetch(ID, told::add);

        assertThat(here.folder()).isEqualTo(client.models().resolve("owner--small-1.5"));
        assertThat(names(here.folder()))
                .containsExactly(
                        "README.md",
                        "chat_template.jinja",
                        "config.json",
                        "cultivar-hub.json",
                        WEIGHTS,
                        "tokenizer.json");
        assertThat(here.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(here.commit()).isEqualTo(FakeHub.COMMIT);
        assertThat(here.bytes()).isEqualTo(weights.length);
        assertThat(names(client.models())).containsExactly(".locks", "owner--small-1.5");
        DownloadProgress last = told.getLast();
        assertThat(last.done()).isEqualTo(last.total()).isGreaterThan(weights.length);
    }

    @Test
    void asksNothingMoreForWhatIsHere() {
        client.fetch(ID);
        int before = server.seenByStorage().size();
        try (Hub hub = client.open()) {
            assertThat(hub.left(hub.plan(RepoRevision.parse(ID), () -> false))).isZero();
        }
        client.fetch(ID);
        assertThat(server.seenByStorage()).hasSize(before);
    }

    @Test
    void goesOnAfterCuts() {
        server.next(STORED, FakeHub.cut(weights, 1_000_000));
        server.next(STORED, FakeHub.cut(weights, 500_000));
        LocalRepository here = client.fetch(ID);

        assertThat(here.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        List<FakeHub.Seen> asked = server.seenByStorage();
        assertThat(asked).extracting(seen -> seen.header("Range")).satisfies(ranges -> {
            assertThat(ranges).hasSize(3);
            assertThat(ranges.getFirst()).isEmpty();
            assertThat(offset(ranges.get(1))).isBetween(1L, 1_000_000L);
            assertThat(offset(ranges.get(2))).isBetween(offset(ranges.get(1)), 1_500_000L);
        });
        assertThat(asked.get(1).header("If-Range")).isEqualTo("\"" + FakeHub.sha256(weights) + "\"");
        assertThat(client.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterManyCutsAndGoesOnInTheNextProgram() {
        for (int i = 0; i < 7; i++) {
            server.next(STORED, FakeHub.cut(weights, 1_000));
        }
        refused(Reason.CUT, "cut again and again", ID);
        assertThat(client.models().resolve("owner--small-1.5")).doesNotExist();

        int before = server.seenByStorage().size();
        HubUnderTest next = new HubUnderTest(server, temporary);
        try (Hub hub = next.open()) {
            DownloadPlan plan = hub.plan(RepoRevision.parse(ID), () -> false);
            assertThat(hub.left(plan)).isBetween(1L, weights.length - 1L);
        }
        assertThat(next.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(offset(server.seenByStorage().get(before).header("Range"))).isPositive();
    }

    @Test
    void startsOverWhereTheServerKnowsNoRanges() {
        server.next(STORED, FakeHub.cut(weights, 1_000_000));
        server.next(STORED, FakeHub.whole(weights));
        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(server.seenByStorage()).hasSize(2);
    }

    @Test
    void startsOverWhereTheRangeIsRefused() {
        server.next(STORED, FakeHub.cut(weights, 1_000_000));
        server.next(STORED, FakeHub.status(416));
        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(server.seenByStorage().getLast().header("Range")).isEmpty();
    }

    @Test
    void startsOverWhereAnotherRangeComes() {
        server.next(STORED, FakeHub.cut(weights, 1_000_000));
        server.next(STORED, exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 7-2999999/3000000");
            FakeHub.send(exchange, 206, Arrays.copyOfRange(weights, 7, weights.length));
        });
        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void refusesAnotherLength() {
        server.next(STORED, FakeHub.whole(Arrays.copyOf(weights, 2_999_000)));
        refused(Reason.WRONG_LENGTH, "another length than the hub lists", ID);
        assertThat(parts()).isEmpty();

        server.next(STORED, exchange -> {
            // No length is announced, and more comes than is listed.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(Arrays.copyOf(weights, 3_000_001));
        });
        refused(Reason.WRONG_LENGTH, "more sent", ID);
        assertThat(parts()).isEmpty();
        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void refusesAnotherContentAndStartsClean() {
        byte[] other = weights.clone();
        other[1_234_567] ^= 1;
        server.next(STORED, FakeHub.content(other));
        refused(Reason.WRONG_CHECKSUM, "arrived damaged", ID);
        assertThat(parts()).isEmpty();
        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(server.seenByStorage().getLast().header("Range")).isEmpty();
    }

    @Test
    void checksSmallFilesToo() {
        server.next(resolve(ID, "tokenizer.json"), FakeHub.content("[]".getBytes(StandardCharsets.UTF_8)));
        refused(Reason.WRONG_CHECKSUM, "tokenizer.json arrived damaged", ID);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.next(resolve(ID, WEIGHTS), FakeHub.status(429, "Retry-After", "17"));
        client.fetch(ID);
        assertThat(client.slept()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void understandsDatesAndTheHubsOwnHeader() {
        server.next(STORED, FakeHub.status(503, "Retry-After", "Wed, 06 May 2026 07:08:30 GMT"));
        server.next(resolve(ID, WEIGHTS), FakeHub.status(429, "RateLimit", "\"resolvers\";r=0;t=40"));
        client.fetch(ID);
        assertThat(client.slept()).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void doesNotWaitForever() {
        server.next(resolve(ID, WEIGHTS), FakeHub.status(429, "Retry-After", "3600"));
        refused(Reason.TOO_MANY_REQUESTS, "Try again in 60 min", ID);
        assertThat(client.slept()).isZero();
    }

    @Test
    void keepsTheTokenFromOtherHosts() {
        client.variables.put("HF_TOKEN", "hf_secret");
        server.repo(ID).token = "hf_secret";
        client.fetch(ID);
        assertThat(server.seenByHub())
                .allSatisfy(seen -> assertThat(seen.header("Authorization")).isEqualTo("Bearer hf_secret"));
        assertThat(server.seenByStorage())
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.header("Authorization")).isEmpty());
    }

    @Test
    void sendsTheTokenAlongAnOwnRedirect() {
        client.variables.put("HF_TOKEN", "hf_secret");
        server.repo(ID).token = "hf_secret";
        server.next(resolve(ID, "tokenizer.json"), FakeHub.redirect("/api/resolve-cache/tokenizer.json"));
        server.next("/api/resolve-cache/tokenizer.json", FakeHub.content("{}".getBytes(StandardCharsets.UTF_8)));
        client.fetch(ID);
        assertThat(server.seenByHub())
                .filteredOn(seen -> seen.path().startsWith("/api/resolve-cache"))
                .singleElement()
                .satisfies(seen -> assertThat(seen.header("Authorization")).isEqualTo("Bearer hf_secret"));
    }

    @Test
    void leavesARedirectInACircle() {
        for (int i = 0; i < 20; i++) {
            server.next(resolve(ID, WEIGHTS), FakeHub.redirect(resolve(ID, WEIGHTS)));
        }
        refused(Reason.SERVER, "redirects in a circle", ID);
    }

    @Test
    void followsNoRedirectWithoutEncryption() {
        server.next(resolve(ID, WEIGHTS), FakeHub.redirect("http://example.org/model.safetensors"));
        refused(Reason.REFUSED, "which is not safe", ID);
        server.next(resolve(ID, WEIGHTS), FakeHub.redirect("file:///etc/hostname"));
        refused(Reason.REFUSED, "which is not safe", ID);
    }

    @Test
    void endsWhenNothingComesAnyMore() {
        client.stall = Duration.ofMillis(300);
        for (int i = 0; i < 7; i++) {
            server.next(STORED, exchange -> {
                exchange.sendResponseHeaders(200, weights.length);
                exchange.getResponseBody().write(weights, 0, 10_000);
                exchange.getResponseBody().flush();
                await(new CountDownLatch(1), Duration.ofSeconds(5));
            });
        }
        refused(Reason.CUT, "cut again and again", ID);
    }

    @Test
    void stopsWhenAsked() {
        CountDownLatch over = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        server.next(STORED, exchange -> {
            exchange.sendResponseHeaders(200, weights.length);
            exchange.getResponseBody().write(weights, 0, 2_000_000);
            exchange.getResponseBody().flush();
            stop.set(true);
            await(over, Duration.ofSeconds(30));
        });
        DownloadListener listener = new DownloadListener() {
            @Override
            public void progress(DownloadProgress progress) {
                assertThat(progress.done()).isBetween(0L, progress.total());
            }

            @Override
            public boolean cancelled() {
                return stop.get()
                        && parts().stream().anyMatch(name -> comingFile(name).length() > 1_000_000);
            }
        };
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> client.fetch(ID, listener));
        over.countDown();
        assertThat(client.models().resolve("owner--small-1.5")).doesNotExist();

        assertThat(client.fetch(ID).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(offset(server.seenByStorage().getLast().header("Range"))).isPositive();
    }

    @Test
    void goesOnBetweenFiles() {
        for (int i = 0; i < 7; i++) {
            server.next(STORED, FakeHub.status(500));
        }
        refused(Reason.SERVER, "answers 500", ID);
        int before = server.seenByHub().size();
        client.fetch(ID);
        // The small files are there from before; only what a plan reads and the weights are asked for.
        assertThat(server.seenByHub().subList(before, server.seenByHub().size()))
                .extracting(FakeHub.Seen::path)
                .noneMatch(path -> path.endsWith("README.md") || path.endsWith("tokenizer.json"));
    }

    @Test
    void oneDownloadAtATime() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.next(STORED, exchange -> {
            inside.countDown();
            await(goOn, Duration.ofSeconds(30));
            FakeHub.content(weights).play(exchange);
        });
        // On a thread of its own: the client itself needs the common pool, which may have one thread only.
        FutureTask<LocalRepository> first = new FutureTask<>(() -> client.fetch(ID));
        Thread.ofPlatform().daemon().start(first);
        await(inside, Duration.ofSeconds(30));
        refused(Reason.BUSY, "is being downloaded already", ID);
        goOn.countDown();
        assertThat(first.get().folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void looksForRoomFirst() {
        client.disk = folder -> 100_000_000;
        refused(Reason.DISK_FULL, "has 100 MB free", ID);
        assertThat(server.seenByStorage()).isEmpty();
    }

    @Test
    void aNewCommitReplacesTheOldOneInWhole() throws IOException {
        Path folder = client.fetch(ID).folder();
        FakeHub.Repo repo = server.repo(ID);
        repo.commit = "f".repeat(40);
        repo.file("README.md", "# Another\n").file("NOTICE", "x");
        int before = server.seenByStorage().size();
        LocalRepository here = client.fetch(ID);
        assertThat(here.commit()).isEqualTo("f".repeat(40));
        assertThat(folder.resolve("README.md")).hasContent("# Another\n");
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(server.seenByStorage()).as("the weights have not changed").hasSize(before);
        assertThat(names(client.models())).containsExactly(".locks", "owner--small-1.5");
    }

    @Test
    void touchesNoFolderThatIsNotItsOwn() throws IOException {
        Path own = Files.createDirectories(client.models().resolve("owner--small-1.5"));
        Files.writeString(own.resolve("mine.txt"), "mine");
        refused(Reason.BUSY, "was not downloaded by Cultivar", ID);
        assertThat(own.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void putsBackWhatAPowerCutCaughtOnTheWay() throws IOException {
        Path folder = client.fetch(ID).folder();
        Files.move(folder, client.models().resolve("owner--small-1.5.old"));
        int before = server.seenByStorage().size();
        client.fetch(ID);
        assertThat(server.seenByStorage()).hasSize(before);
        assertThat(names(client.models())).containsExactly(".locks", "owner--small-1.5");
    }

    private void refused(Reason reason, String message, String what) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.fetch(what))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
    }

    private List<String> parts() {
        return names(client.models().resolve("owner--small-1.5.part")).stream()
                .filter(name -> name.startsWith(WEIGHTS))
                .toList();
    }

    private File comingFile(String name) {
        return client.models().resolve("owner--small-1.5.part").resolve(name).toFile();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long offset(String range) {
        return Long.parseLong(range.substring("bytes=".length(), range.length() - 1));
    }

    private static void await(CountDownLatch latch, Duration most) {
        try {
            boolean _ = latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
