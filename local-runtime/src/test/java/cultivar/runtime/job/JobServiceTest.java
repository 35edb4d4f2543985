package cultivar.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.test.TinyJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in this process, with the real engine on a tiny model. */
@Timeout(120)
class JobServiceTest {
    private static final int STEPS = 12;

    @TempDir
    Path folder;

    private JobHome home = new JobHome(Path.of("unset"));
    private final Models models = new Models();
    private final List<Jobs> open = new ArrayList<>();

    @BeforeEach
    void makeHome() {
        home = new JobHome(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        open.forEach(jobs -> jobs.close(Jobs.OnClose.PAUSE));
        models.idle();
    }

    /** Opens a model when asked and closes it when no job needs it. */
    private static final class Models implements ModelSource {
        private final AtomicInteger freed = new AtomicInteger();
        private @Nullable LanguageModel model;

        @Override
        public synchronized LanguageModel open(Path folder, BaseType type) {
            if (model == null) {
                model = EngineUnderTest.engine().open(folder, type);
            }
            return model;
        }

        @Override
        public synchronized void idle() {
            if (model != null) {
                model.close();
                model = null;
                freed.incrementAndGet();
            }
        }
    }

    private JobService background() {
        JobService service = JobService.background(home, models).start();
        open.add(service);
        return service;
    }

    private JobService foreground() {
        JobService service = JobService.foreground(home, models).start();
        open.add(service);
        return service;
    }

    private static JobState finished(JobService service, String id) throws InterruptedException {
        JobState state = service.await(id).orElseThrow();
        assertThat(state.status()).as(state.error()).isEqualTo(JobStatus.SUCCEEDED);
        return state;
    }

    private static int stepOf(JobNews news) {
        return news instanceof JobNews.Happened(String _, JobEvent.Step step)
                ? step.report().step()
                : 0;
    }

    /** Does something once, on the training thread, when there is such news. */
    private static void when(Jobs jobs, Predicate<JobNews> wanted, Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        var _ = jobs.listen(news -> {
            if (done.getCount() > 0 && wanted.test(news)) {
                done.countDown();
                action.run();
            }
        });
    }

    private static void patiently(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static List<Integer> everyStep() {
        return IntStream.rangeClosed(1, STEPS).boxed().toList();
    }

    private List<Integer> steps(String id) {
        return home.get(id).metrics().steps().stream().map(step -> step.step()).toList();
    }

    @Test
    void trainsToTheEndAndLeavesOnlyWhatIsWorthKeeping() throws Exception {
        JobService service = background();
        service.submit("one", TinyJob.in(home, "one", STEPS));
        JobState state = finished(service, "one");
        Path adapter = home.root().resolve("adapters/one");
        assertThat(home.get("one").adapter()).contains(adapter);
        assertThat(state.progress().step()).isEqualTo(STEPS);
        assertThat(state.counts())
                .isNotNull()
                .satisfies(counts -> assertThat(counts.rows()).isEqualTo(12));
        assertThat(adapter.toFile().list())
                .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors", "run.json");
        assertThat(Files.readString(adapter.resolve("run.json")))
                .contains("\"made_by\" : \"a test\"", "\"run\" : \"one\"", "\"final_loss\"", "\"finished\"");
        assertThat(home.get("one").path().toFile().list())
                .containsExactlyInAnyOrder("job.json", "state.json", "events.jsonl");
        assertThat(steps("one")).isEqualTo(everyStep());
        assertThat(home.queue()).isEmpty();
        assertThatThrownBy(() -> service.resume("one")).hasMessageContaining("nothing to resume");
        service.close();
        assertThat(models.freed).as("memory is freed when nothing waits").hasValue(1);
    }

    @Test
    void pausedAndResumedGivesTheVeryBytesOfAnUnbrokenJob() throws Exception {
        JobService service = background();
        service.submit("whole", TinyJob.in(home, "whole", STEPS));
        finished(service, "whole");

        when(service, news -> stepOf(news) == 7, () -> service.pause("broken"));
        service.submit("broken", TinyJob.in(home, "broken", STEPS));
        JobState paused = service.await("broken").orElseThrow();
        assertThat(paused.status()).isEqualTo(JobStatus.PAUSED);
        assertThat(paused.progress().step()).isEqualTo(7);
        assertThat(home.get("broken").checkpoints())
                .extracting(entry -> entry.step())
                .containsExactly(7, 5);

        service.resume("broken");
        finished(service, "broken");
        assertThat(TinyJob.weights(home, "broken")).isEqualTo(TinyJob.weights(home, "whole"));
        assertThat(home.get("broken").metrics().losses())
                .isEqualTo(home.get("whole").metrics().losses());
        assertThat(home.get("broken").metrics().losses()).hasSize(STEPS);
    }

    @Test
    void stoppedEarlyItHasItsAdapterEvenOutOfAPause() throws Exception {
        JobService service = background();
        when(service, news -> stepOf(news) == 6, () -> service.stop("early"));
        service.submit("early", TinyJob.in(home, "early", STEPS));
        assertThat(finished(service, "early").progress().step()).isEqualTo(6);

        when(service, news -> stepOf(news) == 6, () -> service.pause("later"));
        service.submit("later", TinyJob.in(home, "later", STEPS));
        service.await("later");
        service.stop("later");
        assertThat(finished(service, "later").progress().step()).isEqualTo(6);
        assertThat(TinyJob.weights(home, "later")).isEqualTo(TinyJob.weights(home, "early"));

        assertThatThrownBy(() -> service.stop("later")).hasMessageContaining("finished already");
    }

    @Test
    void discardingLeavesNothing() throws Exception {
        JobService service = background();
        JobSpec spec = TinyJob.in(home, "gone", 100_000);
        when(service, news -> stepOf(news) == 6, () -> {
            service.submit("waits", TinyJob.in(home, "waits", STEPS));
            service.discard("waits");
            service.discard("gone");
        });
        service.submit("gone", spec);
        assertThat(service.await("gone")).isEmpty();
        assertThat(home.runs()).isEmptyDirectory();
        assertThat(home.root().resolve("adapters")).doesNotExist();
        assertThat(home.queue()).isEmpty();
        assertThatThrownBy(() -> service.discard("gone"))
                .hasMessageContaining("There is no run \"gone\". `cultivar runs` lists");
    }

    @Test
    void theQueueKeepsItsOrderAndIsGoneOnWithByTheNextProcess() throws Exception {
        JobService service = background();
        CountDownLatch begun = new CountDownLatch(1);
        when(service, news -> stepOf(news) == 6, begun::countDown);
        service.submit("a", TinyJob.in(home, "a", 100_000));
        patiently(begun);
        for (String id : List.of("b", "c", "d")) {
            service.submit(id, TinyJob.in(home, id, STEPS));
        }
        service.move("d", 0);
        service.move("c", 99);
        service.pause("b");
        assertThat(home.queue()).containsExactly("a", "d", "c");
        assertThatThrownBy(() -> service.move("a", 1)).hasMessageContaining("runs already");
        assertThatThrownBy(() -> service.move("b", 1)).hasMessageContaining("not going on");
        assertThatThrownBy(() -> service.submit("a", TinyJob.in(home, "a", STEPS)))
                .hasMessageContaining("going on already");

        service.close(Jobs.OnClose.KEEP);
        assertThat(home.queue()).containsExactly("a", "d", "c");
        assertThat(home.get("a").state().status()).isEqualTo(JobStatus.QUEUED);

        List<String> order = new ArrayList<>();
        JobService next = background();
        var _ = next.listen(news -> {
            if (news instanceof JobNews.Changed(String id, JobState state) && state.status() == JobStatus.SUCCEEDED) {
                order.add(id);
            }
        });
        next.stop("a");
        finished(next, "c");
        assertThat(order).containsExactly("a", "d", "c");
        assertThat(home.get("b").state().status()).isEqualTo(JobStatus.PAUSED);
    }

    @Test
    void oneTrainsWhileTheOtherWaitsAndEitherCanBeAskedFromOutside() throws Exception {
        JobService first = foreground();
        JobService second = foreground();
        CountDownLatch waits = new CountDownLatch(1);
        when(
                second,
                news -> news instanceof JobNews.Changed(String _, JobState state) && state.stage() == JobStage.WAITING,
                waits::countDown);
        when(first, news -> stepOf(news) == 3, () -> second.submit("second", TinyJob.in(home, "second", STEPS)));
        first.submit("first", TinyJob.in(home, "first", 100_000));
        patiently(waits);
        assertThat(home.queue()).as("the engine's queue").isEmpty();
        assertThat(steps("second")).isEmpty();

        // As another process would.
        Request.PAUSE.leaveFor(home.get("first"));
        assertThat(first.await("first").orElseThrow().status()).isEqualTo(JobStatus.PAUSED);
        finished(second, "second");
    }

    @Test
    void aJobWhoseProcessDiedGoesOnUntilItDiesTooOftenAtTheSameStep() throws Exception {
        JobService service = background();
        service.submit("whole", TinyJob.in(home, "whole", STEPS));
        finished(service, "whole");
        when(service, news -> stepOf(news) == 8, () -> copy(home.root(), folder.resolve("later")));
        service.submit("killed", TinyJob.in(home, "killed", STEPS));
        finished(service, "killed");

        // The killed process is a copy of the home in the middle of the job, with half a line at the end.
        JobHome later = new JobHome(folder.resolve("later"));
        JobFolder killed = later.get("killed");
        Files.writeString(
                killed.eventsFile(), Files.readString(killed.eventsFile()) + "{\"id\": 99, \"step\": 9, \"lo");
        assertThat(later.queue()).containsExactly("killed");
        assertThat(killed.state().status()).isEqualTo(JobStatus.RUNNING);
        for (int crash = 1; crash <= 3; crash++) {
            // Killed again before it came to train.
            JobState running = killed.state();
            JobService.background(later, models).close();
            assertThat(killed.state().crashes()).isEqualTo(new JobState.Crashes(5, crash));
            assertThat(killed.state().status()).isEqualTo(JobStatus.QUEUED);
            killed.write(running.with(killed.state().crashes()));
        }
        JobService.background(later, models).close();
        assertThat(killed.state().status()).isEqualTo(JobStatus.FAILED);
        assertThat(killed.state().error())
                .contains("ended 4 times", "after step 5", "engine.log")
                .doesNotContain("\n");
        assertThat(later.queue()).isEmpty();

        JobService again = JobService.background(later, models).start();
        open.add(again);
        again.resume("killed");
        finished(again, "killed");
        assertThat(TinyJob.weights(home, "killed")).isEqualTo(TinyJob.weights(home, "whole"));
        assertThat(killed.metrics().steps()).extracting(step -> step.step()).isEqualTo(everyStep());
        List<Long> ids = killed.events(0).stream().map(JobEvent::id).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aProcessThatDiedWhileItBroughtTheAdapterToItsPlaceTrainsNothingAnew() throws Exception {
        JobService service = background();
        service.submit("one", TinyJob.in(home, "one", STEPS));
        finished(service, "one");
        service.close();
        Path adapter = home.root().resolve("adapters/one");
        byte[] bytes = TinyJob.weights(home, "one");
        ModelSource none = (path, type) -> {
            throw new AssertionError("no model is needed");
        };

        // Ended before the move, and then before the state said so.
        for (boolean moved : new boolean[] {false, true}) {
            JobFolder job = home.get("one");
            if (!moved) {
                Files.move(adapter, job.staging());
            }
            job.write(job.state().running(java.time.Instant.now()));
            JobQueue.onDisk(home.queueFile()).add("one");
            JobService next = JobService.background(home, none).start();
            finished(next, "one");
            next.close();
            assertThat(TinyJob.weights(home, "one")).isEqualTo(bytes);
            assertThat(job.path().toFile().list()).containsExactlyInAnyOrder("job.json", "state.json", "events.jsonl");
        }
    }

    @Test
    void withoutAStepThereIsNothingToSave() throws Exception {
        JobService service = background();
        CountDownLatch stopped = new CountDownLatch(1);
        when(service, news -> stepOf(news) == 1, () -> {
            service.submit("waits", TinyJob.in(home, "waits", STEPS));
            service.stop("waits");
            service.stop("runs");
            stopped.countDown();
        });
        service.submit("runs", TinyJob.in(home, "runs", 100_000));
        patiently(stopped);
        assertThat(service.await("waits").orElseThrow().status()).isEqualTo(JobStatus.CANCELLED);
        finished(service, "runs");
        service.resume("waits");
        finished(service, "waits");
    }

    @Test
    void failsInOneLineAndCanBeTriedAgain() throws Exception {
        JobService service = background();
        JobSpec spec = TinyJob.in(home, "bad", STEPS);
        Path rows = home.folder("bad").path().resolve("rows.jsonl");
        String good = Files.readString(rows);
        Files.writeString(rows, good + "{\"messages\": []}\n");
        service.submit("bad", spec);
        JobState failed = service.await("bad").orElseThrow();
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.error()).contains("rows.jsonl:13: no conversation").doesNotContain("\n");
        Files.writeString(rows, good);
        service.resume("bad");
        finished(service, "bad");

        assertThatThrownBy(() -> service.submit("../x", spec))
                .hasMessageContaining("There is no run \"../x\". `cultivar runs` lists");
        assertThatThrownBy(() -> service.submit("empty", spec)).hasMessageContaining("There are no rows");
        assertThatThrownBy(() -> JobSpec.of(spec.toJson().without("settings"))).hasMessageContaining("settings");
        assertThat(JobSpec.of(spec.toJson())).isEqualTo(spec);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!WholeFiles.isTemporary(path)) {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
