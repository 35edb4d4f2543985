package cultivar.finetune.view;

import cultivar.finetune.Run;
import cultivar.finetune.RunPhase;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.job.JobStage;
import cultivar.runtime.train.StepReport;
import cultivar.ui.a11y.Described;
import cultivar.ui.chart.LossChart;
import cultivar.ui.chart.LossSeries;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Page;
import cultivar.ui.control.StatTile;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.StatePane;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of a run's page. */
final class RunView {
    private final RunModel model;
    private final Words words;
    private final Region root;

    private final Badge phase = new Badge("", Tone.NEUTRAL);
    private final Label source = Texts.muted("");
    private final Label reason = Texts.body("");
    private final ProgressBar bar = new ProgressBar(0);
    private final StatTile step;
    private final StatTile left;
    private final StatTile speed;
    private final StatTile rate;
    private final StatTile gradient;
    private final StatTile memory;
    private final LossChart chart;
    private final LossSeries loss;
    private final LossSeries validation;
    private final Button pause;
    private final Button finish;
    private final Button discard;
    private final Button resume;
    private final Button delete;
    private final ResultCard result;
    private final @Nullable Page page;

    RunView(RunScreen presenter, RunModel model, Words words, boolean framed) {
        this.model = model;
        this.words = words;
        step = new StatTile(words.get("run.step"));
        left = new StatTile(words.get("run.left"));
        speed = new StatTile(words.get("run.speed"));
        rate = new StatTile(words.get("run.rate")).help(words.get("run.rate.help"));
        gradient = new StatTile(words.get("run.gradient")).help(words.get("run.gradient.help"));
        memory = new StatTile(words.get("run.memory"));
        chart = new LossChart(words.get("run.loss"));
        loss = chart.line(words.get("run.loss.train"));
        validation = chart.points(words.get("run.loss.validation"));
        pause = described(Buttons.secondary(words.get("run.pause"), Feather.PAUSE, presenter::pause), "run.pause");
        finish = described(Buttons.secondary(words.get("run.finish"), Feather.SQUARE, presenter::finish), "run.finish");
        discard = described(Buttons.quiet(words.get("run.discard"), Feather.X, presenter::discard), "run.discard");
        resume = Buttons.primary(words.get("run.resume"), Feather.PLAY, presenter::resume);
        delete = Buttons.secondary(words.get("run.delete"), Feather.TRASH_2, presenter::remove);
        // Nothing can be done with a run that is not there, or not yet.
        List.of(pause, finish, discard, resume, delete).forEach(button -> shown(button, false));
        result = new ResultCard(presenter, model, words);

        StatePane states = new StatePane(scrolling(body()))
                .loading(words.get("run.loading"))
                .onRetry(presenter::reload);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        if (framed) {
            page = new Page("", "");
            page.leading(Buttons.icon(Feather.ARROW_LEFT, words.get("run.back"), presenter::back));
            page.actions(delete, discard, finish, pause, resume);
            page.body(states);
            root = page;
        } else {
            page = null;
            root = states;
        }
        root.getStyleClass().add("run-screen");
        root.getStylesheets().add(Styles.sheet());
        follow();
    }

    Node root() {
        return root;
    }

    private VBox body() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(10, phase, source, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        if (page == null) {
            head.getChildren().addAll(discard, finish, pause, resume);
        }
        source.setWrapText(false);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinHeight(Region.USE_PREF_SIZE);
        reason.setMinHeight(Region.USE_PREF_SIZE);
        bar.setAccessibleText(words.get("run.progress"));
        reason.getStyleClass().add("run-reason");
        HBox tiles = new HBox(12);
        tiles.setMinHeight(Region.USE_PREF_SIZE);
        for (StatTile tile : new StatTile[] {step, left, speed, rate, gradient, memory}) {
            Card card = new Card(tile).compact();
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(150);
            tiles.getChildren().add(card);
        }
        chart.setPrefHeight(330);
        chart.setMinHeight(220);
        VBox.setVgrow(chart, Priority.ALWAYS);
        Card lossCard = new Card(chart);
        VBox.setVgrow(lossCard, Priority.ALWAYS);
        VBox body = new VBox(14, head, bar, reason, result, tiles, lossCard);
        body.getStyleClass().add("run-body");
        return body;
    }

    private static ScrollPane scrolling(VBox body) {
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        return scroll;
    }

    private void follow() {
        model.run().subscribe(this::showRun);
        model.place().subscribe(place -> showRun(model.run().get()));
        model.steps().addListener((ListChangeListener<StepReport>) change -> {
            boolean appended = false;
            while (change.next()) {
                appended = change.wasAdded()
                        && !change.wasRemoved()
                        && change.getTo() == model.steps().size();
                if (appended) {
                    change.getAddedSubList().forEach(one -> loss.add(one.step(), one.loss()));
                }
            }
            if (!appended) {
                loss.setAll(
                        model.steps().stream().mapToDouble(StepReport::step).toArray(),
                        model.steps().stream().mapToDouble(StepReport::loss).toArray());
            }
            showStep();
        });
        model.validation().addListener((ListChangeListener<JobMetrics.Point>) change -> validation.setAll(
                model.validation().stream().mapToDouble(JobMetrics.Point::step).toArray(),
                model.validation().stream().mapToDouble(JobMetrics.Point::loss).toArray()));
    }

    private void showRun(@Nullable Run run) {
        if (run == null) {
            return;
        }
        if (page != null) {
            page.title().setText(run.name());
            page.subtitle().setText(words.get("run.subtitle", words.date(run.created())));
        }
        JobStage stage = run.stage();
        phase.set(
                run.phase() == RunPhase.RUNNING && stage != null
                        ? words.get("stage." + stage.name().toLowerCase(java.util.Locale.ROOT))
                        : words.phase(run.phase()),
                words.tone(run.phase()));
        source.setText(words.get("run.source", words.source(run), baseName(run)));
        reason.setText(reasonOf(run));
        chart.setEmptyText(words.get(run.phase().isActive() ? "run.loss.soon" : "run.loss.none"));
        shown(reason, !reason.getText().isEmpty());
        shown(pause, run.phase().isActive());
        shown(discard, run.phase().isActive());
        shown(resume, run.phase().isResumable());
        shown(delete, !run.phase().isActive());
        Tone.NEUTRAL.dress(reason);
        if (run.phase() == RunPhase.FAILED) {
            Tone.DANGER.dress(reason);
        }
        shown(bar, run.phase() != RunPhase.FINISHED && run.steps() > 0);
        shown(result, run.phase() == RunPhase.FINISHED);
        showStep();
    }

    private String reasonOf(Run run) {
        return switch (run.phase()) {
            case FAILED -> run.reason().endsWith(".") ? run.reason() : run.reason() + ".";
            case PAUSED -> words.get("run.paused", run.step());
            case CANCELLED -> words.get("run.cancelled");
            case INTERRUPTED -> words.get("run.interrupted");
            case QUEUED ->
                run.stage() == JobStage.WAITING
                        ? words.get("run.waiting")
                        : model.place().get() > 0
                                ? words.get("run.queued", model.place().get())
                                : words.get("run.next");
            case FINISHED ->
                run.step() == run.steps()
                        ? ""
                        : words.get(
                                run.recipe().options().keepBest() ? "run.early.best" : "run.early",
                                run.step(),
                                run.steps());
            case RUNNING -> "";
        };
    }

    private void showStep() {
        Run run = model.run().get();
        if (run == null) {
            return;
        }
        StepReport last = model.steps().isEmpty() ? null : model.steps().getLast();
        boolean running = run.phase() == RunPhase.RUNNING;
        int steps = last == null ? run.steps() : last.steps();
        int made = last == null ? 0 : last.step();
        step.valueProperty().set(words.number(made));
        step.hintProperty().set(steps > 0 ? words.get("run.of", words.number(steps)) : "");
        shown(finish, made > 0 && (run.phase().isActive() || run.phase().isResumable()));
        bar.setProgress(steps == 0 ? 0 : (double) made / steps);
        if (run.phase() == RunPhase.FINISHED) {
            left.valueProperty().set(words.duration(run.seconds()));
            left.hintProperty().set(words.get("run.took"));
        } else {
            left.valueProperty()
                    .set(
                            running && last != null
                                    ? words.duration(last.secondsLeft())
                                    : run.seconds() > 0 ? words.duration(run.seconds()) : "\u2013");
            left.hintProperty().set(words.get(running ? "run.left.hint" : "run.spent"));
        }
        speed.valueProperty().set(last == null ? "\u2013" : words.number(Math.round(speed())));
        speed.hintProperty().set(words.get("run.speed.unit"));
        rate.valueProperty().set(last == null ? "\u2013" : words.small(last.learningRate()));
        rate.hintProperty()
                .set(words.get("run.rate.hint", run.recipe().schedule().label()));
        gradient.valueProperty().set(last == null ? "\u2013" : words.decimal(last.gradNorm(), 2));
        gradient.hintProperty()
                .set(
                        run.recipe().clip() > 0
                                ? words.get("run.gradient.hint", run.recipe().clip())
                                : "");
        showMemory(run);
    }

    /** What was foreseen, until it is measured. */
    private void showMemory(Run run) {
        boolean measured = run.peakMib() > 0;
        long mib = measured ? run.peakMib() : run.plannedMib();
        memory.valueProperty().set(mib == 0 ? "\u2013" : words.get("run.memory.value", mib));
        memory.hintProperty()
                .set(
                        run.plannedMib() == 0
                                ? ""
                                : words.get(measured ? "run.memory.measured" : "run.memory.planned", run.plannedMib()));
    }

    /** Tokens a second over the last steps, so that the number does not dance. */
    private double speed() {
        int size = model.steps().size();
        return new JobMetrics(model.steps().subList(Math.max(0, size - 20), size), List.of()).tokensPerSecond();
    }

    private static String baseName(Run run) {
        String base = run.recipe().base();
        return base.substring(Math.max(base.lastIndexOf('/'), base.lastIndexOf('\\')) + 1);
    }

    private Button described(Button button, String key) {
        return Described.describe(button, words.messages(), "finetune." + key);
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
