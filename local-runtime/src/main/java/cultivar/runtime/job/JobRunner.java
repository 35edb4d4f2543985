package cultivar.runtime.job;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.files.WholeFiles;
import cultivar.runtime.memory.ProcessMemory;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.train.BestSoFar;
import cultivar.runtime.train.CheckpointPolicy;
import cultivar.runtime.train.RowCounts;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TokenizedRows;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes one job from where it stands to its end, on the calling thread. Whenever the process ends, the next one finds
 * either a finished adapter, which it brings to its place, or checkpoints, from which it goes on.
 */
final class JobRunner {
    /** After so many steps the process has held at once nearly all that it will. */
    private static final int MEASURED_STEPS = 2;

    private final JobFolder folder;
    private final JobSpec spec;
    private final JobDiary diary;
    private final ModelSource models;
    private final Supplier<Optional<Request>> requests;
    private final Clock clock = Clock.systemUTC();

    /** @param requests what is asked of the job now; asked after every step */
    JobRunner(JobFolder folder, JobDiary diary, ModelSource models, Supplier<Optional<Request>> requests) {
        this.folder = folder;
        this.spec = folder.spec();
        this.diary = diary;
        this.models = models;
        this.requests = requests;
    }

    /** The job is to leave nothing behind. */
    static final class DiscardedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Works until the job has succeeded, or is paused or left as it was asked to. What goes wrong is thrown. */
    void run() throws IOException {
        diary.become(diary.state().running(clock.instant()));
        ProcessMemory.forgetPeak();
        if (!isPublished()) {
            if (!Files.exists(folder.staging().resolve(JobFolder.RECORD))) {
                if (!train()) {
                    leave();
                    return;
                }
                record();
            }
            publish();
        }
        succeed();
    }

    private void leave() {
        JobState state = diary.state();
        diary.say(JobEvent.Level.INFO, "Saved after step " + state.progress().step());
        diary.become(asked() == Request.PAUSE ? state.ended(JobStatus.PAUSED, "", clock.instant()) : state.queued());
    }

    /** Gives whether there is an adapter now; else the job was asked to be left. */
    private boolean train() throws IOException {
        WholeFiles.deleteTree(folder.staging());
        LanguageModel model = models.open(Path.of(spec.model()), spec.dtype());
        TokenizedRows rows = rows(model);
        RowCounts counts = rows.counts();
        diary.become(diary.state().with(counts));
        diary.say(
                JobEvent.Level.INFO,
                counts.rows() + " rows to train on, " + counts.cut() + " cut short, " + counts.dropped()
                        + " left out because their question fills the maximum length");
        discardIfAsked();
        if (isToBeLeft()) {
            return false;
        }
        String initial = spec.initialAdapter();
        TrainingPlan plan = new TrainingPlan(
                spec.settings(),
                rows.train(),
                rows.validation(),
                initial == null ? null : Path.of(initial),
                folder.staging(),
                new CheckpointPolicy(
                        folder.checkpointsFolder(),
                        spec.checkpointSteps(),
                        Duration.ofSeconds(spec.checkpointSeconds())));
        Follower follower = new Follower(
                model.torch(), model.plan(spec.settings(), rows.train()).mib());
        TrainingResult result = model.train(plan, follower);
        follower.progress(result.steps(), result.peakMib());
        return !result.stopped();
    }

    private @Nullable Request asked() {
        return requests.get().orElse(null);
    }

    private boolean isToBeLeft() {
        Request request = asked();
        return request == Request.PAUSE || request == Request.LEAVE;
    }

    private void discardIfAsked() {
        if (asked() == Request.DISCARD) {
            throw new DiscardedException();
        }
    }

    private TokenizedRows rows(LanguageModel model) {
        List<List<ChatMessage>> train = ChatRows.read(folder.resolve(spec.trainingFile()));
        String validationFile = spec.validationFile();
        List<List<ChatMessage>> validation =
                validationFile == null ? List.of() : ChatRows.read(folder.resolve(validationFile));
        int longest = Math.min(spec.settings().maxLength(), model.spec().maxPositions());
        return TokenizedRows.of(train, validation, model.examples(), longest);
    }

    /** Says with the adapter where it comes from. Written last: an adapter with it is a whole one. */
    private void record() {
        stage(JobStage.SAVING);
        JobMetrics metrics = folder.metrics();
        if (metrics.steps().isEmpty()) {
            throw new JobException(
                    JobException.Kind.INVALID, "The run made no step, so there is no adapter; give it rows and steps");
        }
        ObjectNode json = spec.record().deepCopy();
        json.put("run", folder.id());
        json.put("finished", clock.instant().toString());
        ObjectNode figures = json.putObject("metrics");
        JobState.Progress progress = diary.state().progress();
        figures.put("steps", progress.step());
        figures.put("seconds", progress.seconds());
        figures.put("final_loss", metrics.steps().getLast().loss());
        if (!metrics.validation().isEmpty()) {
            figures.put("validation_loss", metrics.validation().getLast().loss());
            BestSoFar best = metrics.best();
            figures.put("best_step", best.step()).put("best_loss", best.loss());
            figures.put(
                    "stopped_early",
                    progress.step() < progress.steps()
                            && best.exhausts(spec.settings().options().patience()));
        }
        figures.put("tokens_per_second", metrics.tokensPerSecond());
        figures.put("peak_mib", progress.peakMib());
        Json.write(folder.staging().resolve(JobFolder.RECORD), json);
    }

    private void publish() {
        Path target = folder.resolve(spec.output());
        try {
            WholeFiles.publish(folder.staging(), target, JobFolder.RECORD);
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    "The adapter could not be brought to " + target + " (" + e.getMessage()
                            + "); free some space and resume the run",
                    e);
        }
    }

    /** Whether a process before this one had brought the adapter to its place and ended then. */
    private boolean isPublished() {
        Path record = folder.resolve(spec.output()).resolve(JobFolder.RECORD);
        return Files.isRegularFile(record)
                && Json.read(record, tools.jackson.databind.JsonNode.class, "record of an adapter")
                        .path("run")
                        .asString("")
                        .equals(folder.id());
    }

    /** The adapter is in its place: what was needed to make it goes. */
    private void succeed() throws IOException {
        WholeFiles.deleteTree(folder.checkpointsFolder());
        WholeFiles.deleteTree(folder.staging());
        for (String own : List.of(JobFolder.ROWS, JobFolder.VALIDATION)) {
            Files.deleteIfExists(folder.path().resolve(own));
        }
        diary.say(
                JobEvent.Level.INFO,
                "Finished after step " + diary.state().progress().step());
        diary.become(diary.state().published(spec.output()).ended(JobStatus.SUCCEEDED, "", clock.instant()));
    }

    private void stage(JobStage stage) {
        diary.become(diary.state().with(stage));
    }

    /** Writes down what the engine tells, and tells it what is asked. */
    private final class Follower implements TrainingListener {
        private final long begun = System.nanoTime();
        private final double secondsBefore = diary.state().progress().seconds();
        private final Torch torch;
        private final long plannedMib;
        private int steps;
        private int seen;

        Follower(Torch torch, long plannedMib) {
            this.torch = torch;
            this.plannedMib = plannedMib;
        }

        @Override
        public void onStart(int made, int all) {
            steps = all;
            diary.goOnAfter(made, made == 0 ? "Training begins" : "Training goes on after step " + made);
            progress(made, 0);
            stage(JobStage.TRAINING);
        }

        @Override
        public void onStep(StepReport step) {
            diary.step(step);
            seen++;
            if (seen == MEASURED_STEPS) {
                progress(diary.state().progress().step(), ProcessMemory.peakMib(torch));
            }
            discardIfAsked();
        }

        @Override
        public void onValidation(int step, double loss) {
            diary.validation(step, loss);
        }

        @Override
        public void onCheckpoint(int step) {
            diary.checkpoint(step);
            progress(step, 0);
        }

        @Override
        public void onDamagedCheckpoint(Path file) {
            diary.say(
                    JobEvent.Level.WARN,
                    "The checkpoint " + file.getFileName() + " is damaged; the one before it is taken");
        }

        @Override
        public boolean stopRequested() {
            boolean asked = isToBeLeft();
            if (asked) {
                stage(JobStage.SAVING);
            }
            return asked;
        }

        @Override
        public boolean finishRequested() {
            return diary.state().finishing() || asked() == Request.FINISH;
        }

        /** Notes a step that is safe on the disk. */
        void progress(int step, long peakMib) {
            JobState.Progress before = diary.state().progress();
            diary.become(diary.state()
                    .with(new JobState.Progress(
                            step,
                            steps,
                            secondsBefore + (System.nanoTime() - begun) / 1e9,
                            plannedMib,
                            Math.max(before.peakMib(), peakMib))));
        }
    }
}
