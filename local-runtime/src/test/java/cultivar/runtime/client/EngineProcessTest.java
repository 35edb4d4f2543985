package cultivar.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobStatus;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.job.ProcessId;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.test.TinyJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The engine in a process of its own: that it comes, stays, goes, and comes back. */
class EngineProcessTest {
    private static final int STEPS = 12;
    private static final int LONG = 100_000;
    private static final String GRACE = "cultivar.engine.grace";

    @TempDir
    Path folder;

    private JobHome home = new JobHome(Path.of("unset"));

    @AfterEach
    void useTheUsualGrace() {
        System.clearProperty(GRACE);
    }

    @BeforeEach
    void makeHome() {
        home = new JobHome(folder.resolve("home"));
    }

    private static boolean isStep(JobNews news, String id) {
        return news instanceof JobNews.Happened(String of, JobEvent.Step _) && of.equals(id);
    }

    private static void ends(CompletableFuture<ProcessHandle> process) throws Exception {
        process.get(60, TimeUnit.SECONDS);
    }

    @Test
    void trainsPausesResumesReordersAndDiscards() throws Exception {
        try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
            engine.jobs().attach();
            assertThat(EngineFile.read(home))
                    .as("nothing to do, so nothing is started")
                    .isEmpty();

            engine.jobs().submit("a", TinyJob.in(home, "a", LONG));
            engine.hears(news -> isStep(news, "a"));
            assertThat(new EngineClient(engine.file()).models())
                    .containsExactly(home.root().resolve("models/tiny").toString());
            for (String id : List.of("b", "c", "d")) {
                engine.jobs().submit(id, TinyJob.in(home, id, STEPS));
            }
            engine.jobs().move("d", 0);
            engine.jobs().discard("c");
            engine.jobs().pause("b");
            assertThat(engine.jobs().queue()).containsExactly("a", "d");
            assertThat(engine.state("b").status()).isEqualTo(JobStatus.PAUSED);
            assertThat(home.find("c")).isEmpty();
            assertThatThrownBy(() -> engine.jobs().pause("b")).hasMessage("The run b is not going on");
            assertThatThrownBy(() -> engine.jobs().resume("nothing"))
                    .hasMessage("There is no run \"nothing\". `cultivar runs` lists those that there are.");

            engine.jobs().stop("a");
            engine.succeeded("a");
            engine.succeeded("d");
            engine.jobs().resume("b");
            engine.succeeded("b");
            engine.await(() -> new EngineClient(engine.file()).models().isEmpty());

            EngineClient client = new EngineClient(engine.file());
            List<JobEvent> all = client.events("b", 0, 1000);
            assertThat(all).isEqualTo(home.get("b").events(0));
            assertThat(client.events("b", all.get(3).id(), 2)).isEqualTo(all.subList(4, 6));
        }
        assertThat(EngineFile.read(home)).isEmpty();
        assertThat(home.engine().resolve("engine.json")).doesNotExist();
    }

    @Test
    void aStudioThatGoesLeavesTheEngineToItsWorkAndTheNextOneFindsIt() throws Exception {
        System.setProperty(GRACE, "3");
        EngineUnderWatch first = new EngineUnderWatch(home);
        first.jobs().submit("long", TinyJob.in(home, "long", LONG));
        first.hears(news -> isStep(news, "long"));
        ProcessHandle process = first.process();
        first.jobs().close(Jobs.OnClose.KEEP);
        assertThat(process.isAlive()).isTrue();

        EngineUnderWatch second = new EngineUnderWatch(home);
        second.jobs().attach();
        second.hears(news -> isStep(news, "long"));
        assertThat(second.process()).isEqualTo(process);
        CompletableFuture<ProcessHandle> end = process.onExit();
        second.jobs().stop("long");
        second.jobs().close(Jobs.OnClose.KEEP);
        ends(end);
        assertThat(second.state("long").status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anEngineWhoseStudioIsKilledSavesWhatRunsAndEnds() throws Exception {
        Process studio = DoomedStudio.start(home, "long", LONG);
        EngineUnderWatch watch = new EngineUnderWatch(home);
        watch.await(() -> home.find("long").isPresent()
                && !home.get("long").metrics().steps().isEmpty());
        CompletableFuture<ProcessHandle> end = watch.process().onExit();
        studio.destroyForcibly().waitFor();
        ends(end);
        assertThat(watch.state("long").status()).isEqualTo(JobStatus.PAUSED);
        assertThat(home.get("long").checkpoints()).isNotEmpty();
        assertThat(home.engine().resolve("engine.json")).doesNotExist();
    }

    @Test
    void closedForGoodItPausesWhatRunsAndKeepsWhatWaits() throws Exception {
        EngineUnderWatch first = new EngineUnderWatch(home);
        first.jobs().submit("runs", TinyJob.in(home, "runs", LONG));
        first.jobs().submit("waits", TinyJob.in(home, "waits", STEPS));
        first.hears(news -> isStep(news, "runs"));
        ProcessHandle process = first.process();
        first.jobs().close(Jobs.OnClose.PAUSE);
        assertThat(process.isAlive()).as("closing waits for the checkpoint").isFalse();
        assertThat(first.state("runs").status()).isEqualTo(JobStatus.PAUSED);
        assertThat(home.get("runs").checkpoints()).isNotEmpty();
        assertThat(home.queue()).containsExactly("waits");

        try (EngineUnderWatch second = new EngineUnderWatch(home)) {
            second.jobs().attach();
            second.succeeded("waits");
        }
    }

    @Test
    void aQueueOutlivesAKilledEngineWithoutAStudio() throws Exception {
        EngineUnderWatch first = new EngineUnderWatch(home);
        first.jobs().submit("a", TinyJob.in(home, "a", LONG));
        first.jobs().submit("b", TinyJob.in(home, "b", STEPS));
        first.jobs().submit("c", TinyJob.in(home, "c", STEPS));
        first.jobs().move("c", 0);
        first.hears(news -> isStep(news, "a"));
        first.jobs().close(Jobs.OnClose.KEEP);
        first.kill();
        assertThat(home.queue()).containsExactly("a", "c", "b");
        assertThat(home.engine().resolve("engine.json"))
                .as("left by the dead engine")
                .exists();

        try (EngineUnderWatch second = new EngineUnderWatch(home)) {
            second.jobs().attach();
            second.hears(news -> isStep(news, "a"));
            assertThat(home.get("a").events(0))
                    .filteredOn(event -> event instanceof JobEvent.Message(var _, var _, var _, String text)
                            && text.contains("attempt 1 of 3"))
                    .hasSize(1);
            second.jobs().discard("a");
            second.succeeded("c");
            second.succeeded("b");
            assertThat(home.get("c").state().times().finished())
                    .isBefore(home.get("b").state().times().finished());
        }
    }

    @Test
    void aRunThatEndsItsEngineAgainAndAgainIsGivenUp() throws Exception {
        try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
            // No checkpoint is ever made, so every attempt begins at the same step.
            engine.jobs().submit("bad", TinyJob.in(home, "bad", LONG).withCheckpointSteps(LONG));
            engine.jobs().submit("good", TinyJob.in(home, "good", STEPS));
            for (int kills = 1; kills <= 4; kills++) {
                int attempt = kills;
                engine.await(() -> engine.state("bad").crashes().count() == attempt - 1
                        && engine.state("bad").status() == JobStatus.RUNNING);
                engine.kill();
            }
            engine.succeeded("good");
            assertThat(engine.state("bad").status()).isEqualTo(JobStatus.FAILED);
            assertThat(engine.state("bad").error())
                    .contains("ended 4 times", "after step 0")
                    .contains(home.logs().resolve("engine.log").toString());
            assertThat(engine.heard().stream().filter(JobNews.EngineLost.class::isInstance))
                    .hasSize(4)
                    .allSatisfy(news -> assertThat(((JobNews.EngineLost) news).line())
                            .contains("ended unexpectedly")
                            .doesNotContain("\n"));
        }
    }

    @Test
    void whatADeadEngineOrAStrangerLeftIsNoEngine() throws Exception {
        Path file = home.engine().resolve("engine.json");
        List<EngineFile> stale = List.of(
                new EngineFile(EngineFile.PROTOCOL, new ProcessId(4_000_000, null), 1, "x"),
                // Alive, but no engine: nobody listens there.
                new EngineFile(EngineFile.PROTOCOL, ProcessId.current(), 1, "x"));
        for (EngineFile left : stale) {
            WholeFiles.write(file, JsonMapper.shared().writeValueAsBytes(left));
            try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
                String id = "after-" + left.process().pid();
                engine.jobs().submit(id, TinyJob.in(home, id, STEPS));
                engine.succeeded(id);
            }
        }
        Files.writeString(file, "{half");
        assertThat(EngineFile.read(home)).isEmpty();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at POSIX permissions and at ps")
    void theTokenIsForTheOwnerAlone() throws Exception {
        try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
            engine.jobs().submit("a", TinyJob.in(home, "a", STEPS));
            engine.succeeded("a");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.engine().resolve("engine.json"))))
                    .isEqualTo("rw-------");
            String token = engine.file().token();
            assertThat(token).matches("[0-9a-f]{64}");
            assertThat(engine.file().toString()).doesNotContain(token);
            Path proc = Path.of("/proc", Long.toString(engine.process().pid()));
            if (Files.isDirectory(proc)) {
                assertThat(new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8))
                        .contains("EngineMain")
                        .doesNotContain(token);
                assertThat(new String(Files.readAllBytes(proc.resolve("environ")), StandardCharsets.UTF_8))
                        .doesNotContain(token);
            }
            assertThat(Files.readString(home.logs().resolve("engine.log"))).doesNotContain(token);
        }
    }

    @Test
    void anEngineThatNobodyNeedsEnds() throws Exception {
        System.setProperty(GRACE, "3");
        try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
            // Started by a command that does not stay, so nobody listens.
            EngineFile started = new EngineLauncher(home).start();
            ends(started.process().alive().orElseThrow().onExit());
            assertThat(home.engine().resolve("engine.json")).doesNotExist();

            engine.jobs().submit("a", TinyJob.in(home, "a", STEPS));
            engine.succeeded("a");
        }
    }
}
