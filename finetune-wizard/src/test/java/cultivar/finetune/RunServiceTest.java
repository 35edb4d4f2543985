package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.train.RowCounts;
import cultivar.runtime.train.TokenizedRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunServiceTest {
    @TempDir
    Path home;

    private Studio studio;
    private RunStore store;
    private JobService jobs;
    private RunService service;
    private final List<RunEvent> news = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        studio = new Studio(home).withColours();
        store = new RunStore(home);
        jobs = studio.jobs();
        service = new RunService(store, studio, studio::datanets, jobs, Runnable::run);
        var _ = service.listen(news::add);
    }

    @AfterEach
    void close() {
        service.close(Jobs.OnClose.PAUSE);
        studio.close();
    }

    /** Waits until a run neither runs nor waits. */
    private Run ended(String id) throws InterruptedException {
        return ended(jobs, store, id);
    }

    private static Run ended(JobService jobs, RunStore store, String id) throws InterruptedException {
        jobs.await(id);
        return store.get(id);
    }

    private Run finished(String id) throws InterruptedException {
        Run run = ended(id);
        assertThat(run.phase()).as(run.reason()).isEqualTo(RunPhase.FINISHED);
        return run;
    }

    /** Does something, once, after a step of a run. */
    private void after(int step, Consumer<String> action) {
        AtomicBoolean done = new AtomicBoolean();
        var _ = service.listen(event -> {
            if (event instanceof RunEvent.Step(String id, var report)
                    && report.step() == step
                    && !done.getAndSet(true)) {
                action.accept(id);
            }
        });
    }

    @Test
    void trainsToTheEndAndWritesDownWhereTheAdapterComesFrom() throws Exception {
        Recipe recipe = studio.recipe("colours").with(RecipeField.VALIDATION, "held-out");
        String id = service.submit(recipe).id();

        Run run = finished(id);
        assertThat(run.step()).isEqualTo(12);
        assertThat(run.counts()).isNotNull().satisfies(counts -> {
            assertThat(counts.rows()).isEqualTo(40);
            assertThat(counts.validation()).isEqualTo(8);
        });
        Path folder = home.resolve("adapters/colours");
        assertThat(run.adapter()).isEqualTo(folder);
        assertThat(PeftFolder.isAdapter(folder)).isTrue();
        assertThat(run.folder().resolve("checkpoints")).doesNotExist();
        assertThat(run.folder().resolve("adapter")).doesNotExist();

        AdapterRecord record = AdapterRecord.read(folder).orElseThrow();
        assertThat(record.recipe()).isEqualTo(recipe);
        assertThat(record.baseName()).isEqualTo("tiny");
        assertThat(record.steps()).isEqualTo(12);
        assertThat(record.validationLoss()).isNotNull();
        assertThat(record.datanets()).singleElement().satisfies(source -> {
            assertThat(source.ref()).hasToString("colours@1");
            assertThat(source.root())
                    .isEqualTo(studio.datanets().version(source.ref()).root());
        });
        assertThat(store.adapters())
                .singleElement()
                .satisfies(adapter -> assertThat(adapter.record()).contains(record));

        JobMetrics metrics = store.metrics(id);
        assertThat(metrics.steps()).hasSize(12);
        assertThat(metrics.losses()[11]).isLessThan(metrics.losses()[0]);
        assertThat(metrics.validation()).isNotEmpty();
        assertThat(news.stream().filter(RunEvent.Step.class::isInstance)).hasSize(12);
        assertThat(news).contains(new RunEvent.Changed(run));
        assertThatThrownBy(() -> service.submit(recipe)).hasMessageContaining("colours-2");
    }

    @Test
    void pausedAndResumedGivesTheVeryBytesOfAnUnbrokenRun() throws Exception {
        String whole = service.submit(studio.recipe("whole")).id();
        finished(whole);
        after(5, service::pause);
        String broken = service.submit(studio.recipe("broken")).id();
        Run paused = ended(broken);
        assertThat(paused.phase()).isEqualTo(RunPhase.PAUSED);
        assertThat(paused.step()).isEqualTo(5);
        assertThat(home.resolve("adapters/broken")).doesNotExist();

        // The rows are those of the beginning, whatever has become of the data since.
        service.resume(broken);
        finished(broken);
        assertThat(weights("broken")).isEqualTo(weights("whole"));
        assertThat(store.metrics(broken).losses())
                .isEqualTo(store.metrics(whole).losses());
        assertThatThrownBy(() -> service.resume(broken)).hasMessageContaining("nothing to resume");
    }

    @Test
    void endedEarlyItKeepsItsAdapterOrNothing() throws Exception {
        after(4, service::finish);
        Run early = finished(service.submit(studio.recipe("early")).id());
        assertThat(early.step()).isEqualTo(4);
        assertThat(AdapterRecord.read(home.resolve("adapters/early"))
                        .orElseThrow()
                        .steps())
                .isEqualTo(4);

        after(4, service::discard);
        String gone = service.submit(studio.recipe("gone")).id();
        jobs.await(gone);
        assertThat(store.find(gone)).isEmpty();
        assertThat(home.resolve("runs").toFile().list()).containsExactly(early.id());
        assertThat(home.resolve("adapters").toFile().list()).containsExactly("early");
        assertThat(news).contains(new RunEvent.Removed(gone));

        service.discard(early.id());
        assertThat(store.list()).isEmpty();
        assertThat(PeftFolder.isAdapter(home.resolve("adapters/early"))).isTrue();
    }

    @Test
    void aRunWhoseProcessIsGoneCanBeResumed() throws Exception {
        // A process that was killed while it gathered the rows, and one that was killed while it trained them itself.
        String gathering = store.create(studio.recipe("gathering")).id();
        after(8, service::pause);
        String training = service.submit(studio.recipe("training")).id();
        ended(training);
        for (String id : List.of(gathering, training)) {
            Path state = home.resolve("runs").resolve(id).resolve("state.json");
            Files.writeString(
                    state,
                    Files.readString(state)
                            .replace("\"paused\"", "\"running\"")
                            .replaceAll(
                                    "(?s)\"process\" : (null|\\{.*?})",
                                    "\"process\" : {\"pid\" : 4000000, \"started\" : null}"));
            assertThat(store.get(id).phase()).isEqualTo(RunPhase.INTERRUPTED);
            service.resume(id);
            finished(id);
        }
        assertThat(weights("training")).isEqualTo(weights("gathering"));
        assertThat(store.metrics(training).steps())
                .extracting(step -> step.step())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void closingPausesWhatRunsAndKeepsWhatWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        after(1, id -> begun.countDown());
        String first = service.submit(studio.recipe("first").with(RecipeField.STEPS, 100_000))
                .id();
        String second = service.submit(studio.recipe("second")).id();
        String third = service.submit(studio.recipe("third")).id();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        service.move(third, 0);
        assertThat(service.queue()).containsExactly(first, third, second);
        assertThat(service.active()).contains(first);

        service.close(Jobs.OnClose.PAUSE);

        assertThat(store.get(first).phase()).isEqualTo(RunPhase.PAUSED);
        assertThat(store.get(second).phase()).isEqualTo(RunPhase.QUEUED);
        assertThatThrownBy(() -> service.submit(studio.recipe("late"))).hasMessageContaining("closing");
        JobService next = studio.jobs();
        ended(next, store, second);
        assertThat(store.get(third).ended()).isBefore(store.get(second).ended());
        next.discard(first);
        assertThat(store.find(first)).isEmpty();
        next.close();
    }

    @Test
    void failsInOneLineAndCanBeTriedAgain() throws Exception {
        Path data = home.resolve("rows.jsonl");
        Files.writeString(data, Studio.row("red", "stone") + "\n{\"prompt\": \"x\"}\n");
        Recipe recipe = Recipe.of(studio.recipe("bad").toJson().without("datanet"), Recipe.defaults())
                .with(RecipeField.DATA, data.toString());
        String id = service.submit(recipe).id();
        assertThat(ended(id).phase()).isEqualTo(RunPhase.FAILED);
        assertThat(store.get(id).reason())
                .contains("rows.jsonl:2: no conversation")
                .doesNotContain("\n");

        Files.writeString(data, Studio.row("red", "stone") + "\n" + Studio.row("blue", "hat") + "\n");
        service.resume(id);
        finished(id);

        String lost = service.submit(recipe.with(RecipeField.OUT, "lost").with(RecipeField.BASE, "gone"))
                .id();
        assertThat(store.get(lost).reason()).contains("There is no base model \"gone\"");
    }

    @Test
    void writesToAFolderOfTheUsersChoice() throws Exception {
        Path out = home.resolve("elsewhere/deep/adapter");
        finished(service.submit(studio.recipe(out.toString())).id());
        assertThat(PeftFolder.isAdapter(out)).isTrue();
        // Once more into the same folder: replaced.
        String id = service.submit(studio.recipe(out.toString()).with(RecipeField.SEED, 1))
                .id();
        finished(id);
        assertThat(AdapterRecord.read(out).orElseThrow().run()).isEqualTo(id);
    }

    @Test
    void evaluatesAndRemembers() throws Exception {
        String id = service.submit(studio.recipe("colours").with(RecipeField.STEPS, 60))
                .id();
        finished(id);
        List<Integer> heard = new CopyOnWriteArrayList<>();
        var rows =
                TrainingRows.heldOut(studio.datanets(), store.get(id).recipe().datanet());
        Path adapter = home.resolve("adapters/colours");
        EvaluationReport report =
                Evaluation.compare(studio.model(), adapter, rows, (done, total) -> heard.add(total - done));
        assertThat(report.rows()).isEqualTo(8);
        assertThat(report.base().exactMatch()).isZero();
        assertThat(report.adapter().loss()).isLessThan(report.base().loss() - 1);
        assertThat(report.examples()).hasSize(8);
        assertThat(heard).hasSize(16).endsWith(0);

        store.recordEvaluation(id, report);
        assertThat(store.get(id).evaluation()).isEqualTo(report);
        assertThat(AdapterRecord.read(adapter).orElseThrow().evaluation()).isEqualTo(report);
        assertThatThrownBy(() -> Evaluation.compare(studio.model(), adapter, List.of(), (done, total) -> {}))
                .hasMessageContaining("no held-out rows");
    }

    @Test
    void countsWhatIsCutAndWhatIsLeftOut() {
        TrainingRows read = TrainingRows.load(studio.recipe("x").with(RecipeField.VALIDATION, 0.25), studio::datanets);
        RowCounts counts = read.tokenized(studio.model(), 512).counts();
        assertThat(counts.rows()).isEqualTo(30);
        assertThat(counts.validation()).isEqualTo(10);
        assertThat(counts.cut() + counts.dropped()).isZero();
        int longest = counts.longest();
        TokenizedRows cut = read.tokenized(studio.model(), longest - 2);
        assertThat(cut.counts().cut()).isPositive();
        assertThat(cut.train()).allSatisfy(row -> assertThat(row.ids().length).isLessThanOrEqualTo(longest - 2));
        assertThatThrownBy(() -> read.tokenized(studio.model(), 2)).hasMessageContaining("raise it");
    }

    private byte[] weights(String name) throws Exception {
        return Files.readAllBytes(home.resolve("adapters").resolve(name).resolve("adapter_model.safetensors"));
    }
}
