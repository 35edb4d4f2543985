package cultivar.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.lora.PeftFolder;
import cultivar.ui.task.SingleWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunServiceTest {
    @TempDir
    Path home;

    private Studio studio;
    private RunStore store;
    private RunService service;
    private final List<RunEvent> news = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        studio = new Studio(home).withColours();
        store = new RunStore(home);
        service = new RunService(store, studio, studio::datanets, Runnable::run);
        var _ = service.listen(news::add);
    }

    @AfterEach
    void close() {
        service.close();
        studio.close();
    }

    @Test
    void trainsToTheEndAndWritesDownWhereTheAdapterComesFrom() {
        Recipe recipe = studio.recipe("colours").with(RecipeField.VALIDATION, "held-out");
        String id = service.submit(recipe).id();

        Run run = store.get(id);
        assertThat(run.phase()).as(run.reason()).isEqualTo(RunPhase.FINISHED);
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

        RunMetrics metrics = store.metrics(id);
        assertThat(metrics.steps()).hasSize(12);
        assertThat(metrics.losses()[11]).isLessThan(metrics.losses()[0]);
        assertThat(metrics.validation()).isNotEmpty();
        assertThat(news.stream().filter(RunEvent.Step.class::isInstance)).hasSize(12);
        assertThat(news.getLast()).isEqualTo(new RunEvent.Changed(run));
        assertThatThrownBy(() -> service.submit(recipe)).hasMessageContaining("colours-2");
    }

    @Test
    void stoppedAndResumedGivesTheVeryBytesOfAnUnbrokenRun() throws Exception {
        String whole = service.submit(studio.recipe("whole")).id();

        var _ = service.listen(event -> {
            if (event instanceof RunEvent.Step(String id, var report) && report.step() == 5) {
                service.stop(id);
            }
        });
        String broken = service.submit(studio.recipe("broken")).id();
        Run stopped = store.get(broken);
        assertThat(stopped.phase()).isEqualTo(RunPhase.STOPPED);
        assertThat(stopped.step()).isEqualTo(5);
        assertThat(stopped.folder().resolve("checkpoints")).isNotEmptyDirectory();
        assertThat(home.resolve("adapters/broken")).doesNotExist();

        service.resume(broken);
        assertThat(store.get(broken).phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(weights("broken")).isEqualTo(weights("whole"));
        assertThat(store.metrics(broken).losses())
                .isEqualTo(store.metrics(whole).losses());
        assertThatThrownBy(() -> service.resume(broken)).hasMessageContaining("nothing to resume");
    }

    @Test
    void aRunWhoseProcessWasKilledGoesOnFromItsCheckpoint() throws Exception {
        service.submit(studio.recipe("whole"));
        // The killed process is a copy of a home in the middle of a run.
        Path later = home.resolve("later");
        CountDownLatch copied = new CountDownLatch(1);
        var _ = service.listen(event -> {
            if (event instanceof RunEvent.Step(String _, var report) && report.step() == 8 && copied.getCount() > 0) {
                copy(home.resolve("runs"), later.resolve("runs"));
                copied.countDown();
            }
        });
        String id = service.submit(studio.recipe("killed")).id();
        Path state = later.resolve("runs").resolve(id).resolve("state.json");
        Files.writeString(state, Files.readString(state).replaceAll("(\"process\" : )\\d+", "$1" + 4_000_000));
        Path metrics = state.resolveSibling("metrics.jsonl");
        Files.writeString(metrics, Files.readString(metrics) + "{\"step\": 9, \"lo");

        RunStore laterStore = new RunStore(later);
        Run interrupted = laterStore.get(id);
        assertThat(interrupted.phase()).isEqualTo(RunPhase.INTERRUPTED);
        assertThat(laterStore.list()).extracting(Run::phase).contains(RunPhase.INTERRUPTED);
        try (RunService laterService = new RunService(laterStore, studio, studio::datanets, Runnable::run)) {
            laterService.resume(id);
        }
        assertThat(laterStore.get(id).phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(Files.readAllBytes(later.resolve("adapters/killed/adapter_model.safetensors")))
                .isEqualTo(weights("whole"));
        assertThat(laterStore.metrics(id).steps())
                .extracting(step -> step.step())
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void closingSavesWhatRunsAndLeavesWhatWaits() throws Exception {
        SingleWorker worker = new SingleWorker("training");
        RunService studioService = new RunService(store, studio, studio::datanets, worker);
        CountDownLatch begun = new CountDownLatch(1);
        var _ = studioService.listen(event -> {
            if (event instanceof RunEvent.Step) {
                begun.countDown();
            }
        });
        String first = studioService
                .submit(studio.recipe("first").with(RecipeField.STEPS, 100_000))
                .id();
        String second = studioService.submit(studio.recipe("second")).id();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(studioService.active()).contains(first);
        assertThat(studioService.stage(first)).contains(RunStage.TRAINING);
        assertThatThrownBy(() -> store.delete(first)).hasMessageContaining("stop it first");

        studioService.close();

        assertThat(store.get(first).phase()).isEqualTo(RunPhase.STOPPED);
        assertThat(store.get(first).folder().resolve("checkpoints")).isNotEmptyDirectory();
        assertThat(store.get(second).phase()).isEqualTo(RunPhase.STOPPED);
        assertThatThrownBy(() -> studioService.resume(second)).hasMessageContaining("closing");
        store.delete(first);
        assertThat(store.find(first)).isEmpty();
        worker.close();
    }

    @Test
    void failsInOneLineAndCanBeTriedAgain() throws Exception {
        Path data = home.resolve("rows.jsonl");
        Files.writeString(data, Studio.row("red", "stone") + "\n{\"prompt\": \"x\"}\n");
        Recipe recipe = Recipe.of(studio.recipe("bad").toJson().without("datanet"), Recipe.defaults())
                .with(RecipeField.DATA, data.toString());
        String id = service.submit(recipe).id();
        assertThat(store.get(id).phase()).isEqualTo(RunPhase.FAILED);
        assertThat(store.get(id).reason())
                .contains("rows.jsonl:2: no conversation")
                .doesNotContain("\n");

        Files.writeString(data, Studio.row("red", "stone") + "\n" + Studio.row("blue", "hat") + "\n");
        service.resume(id);
        assertThat(store.get(id).phase()).isEqualTo(RunPhase.FINISHED);

        String lost = service.submit(recipe.with(RecipeField.OUT, "lost").with(RecipeField.BASE, "gone"))
                .id();
        assertThat(store.get(lost).reason()).contains("There is no base model gone");
    }

    @Test
    void writesToAFolderOfTheUsersChoice() {
        Path out = home.resolve("elsewhere/deep/adapter");
        service.submit(studio.recipe(out.toString()));
        assertThat(PeftFolder.isAdapter(out)).isTrue();
        // Once more into the same folder: replaced.
        String id = service.submit(studio.recipe(out.toString()).with(RecipeField.SEED, 1))
                .id();
        assertThat(store.get(id).phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(AdapterRecord.read(out).orElseThrow().run()).isEqualTo(id);
    }

    @Test
    void evaluatesAndRemembers() {
        String id = service.submit(studio.recipe("colours").with(RecipeField.STEPS, 60))
                .id();
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
        TrainingRows rows = TrainingRows.load(
                studio.recipe("x").with(RecipeField.VALIDATION, 0.25), studio::datanets, studio.model());
        assertThat(rows.counts().rows()).isEqualTo(30);
        assertThat(rows.counts().validation()).isEqualTo(10);
        assertThat(rows.counts().cut() + rows.counts().dropped()).isZero();
        int longest = rows.counts().longest();
        TrainingRows cut = TrainingRows.load(
                studio.recipe("x").with(RecipeField.MAX_LENGTH, longest - 2), studio::datanets, studio.model());
        assertThat(cut.counts().cut()).isPositive();
        assertThat(cut.train()).allSatisfy(row -> assertThat(row.ids().length).isLessThanOrEqualTo(longest - 2));
        assertThatThrownBy(() -> TrainingRows.load(
                        studio.recipe("x").with(RecipeField.MAX_LENGTH, 2), studio::datanets, studio.model()))
                .hasMessageContaining("raise it");
    }

    private byte[] weights(String name) throws Exception {
        return Files.readAllBytes(home.resolve("adapters").resolve(name).resolve("adapter_model.safetensors"));
    }

    private static void copy(Path from, Path to) {
        try (var walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
