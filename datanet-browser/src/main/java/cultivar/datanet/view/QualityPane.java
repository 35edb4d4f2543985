package cultivar.datanet.view;

import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.SignalRange;
import cultivar.ui.a11y.Described;
import cultivar.ui.chart.Histogram;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.controlsfx.control.RangeSlider;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Measures the rows, and filters them by one signal: a histogram to click on, and a slider beneath it. */
final class QualityPane {
    private static final double CHART = 76;

    private final RowSignals signals;
    private final Words words;
    private final QualityWords names = new QualityWords();
    private final Consumer<@Nullable SignalRange> filter;
    private final ComboBox<@Nullable Signal> choice = new ComboBox<>();
    private final Label explanation = Texts.caption("");
    private final VBox chart = new VBox(2);
    private final ProgressBar progress = new ProgressBar();
    private final Button check;
    private final Button stop;
    private final VBox root;
    private @Nullable SignalRange applied;

    /** @param filter is told of the values that rows are wanted of; null for any */
    QualityPane(RowSignals signals, Words words, Consumer<@Nullable SignalRange> filter) {
        this.signals = signals;
        this.words = words;
        this.filter = filter;
        check = Buttons.secondary(words.get("quality.check"), Feather.ACTIVITY, signals::check);
        Described.describe(check, words.messages(), "datanet.quality.check");
        check.getStyleClass().add("quality-check");
        stop = Buttons.secondary(words.get("quality.stop"), Feather.X, signals::stop);
        stop.getStyleClass().add("quality-stop");
        progress.setPrefWidth(140);
        progress.setAccessibleText(words.get("quality.progress"));
        List<@Nullable Signal> all = new ArrayList<>();
        all.add(null);
        all.addAll(List.of(Signal.values()));
        choice.getItems().setAll(all);
        choice.setConverter(new Titles());
        choice.getSelectionModel().selectFirst();
        choice.getStyleClass().add("quality-choice");
        Described.describe(choice, words.messages(), "datanet.quality.choice");
        choice.valueProperty().subscribe((before, now) -> {
            apply(null);
            signals.choose(now);
        });
        explanation.setMinWidth(0);
        HBox.setHgrow(explanation, Priority.ALWAYS);
        explanation.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(12, choice, explanation, progress, check, stop);
        line.setAlignment(Pos.CENTER_LEFT);
        for (Node node : List.of(progress, check, stop, chart)) {
            node.managedProperty().bind(node.visibleProperty());
        }
        root = new VBox(6, line, chart);
        root.getStyleClass().add("quality-pane");
        signals.checking().subscribe(this::showTask);
        signals.spread().subscribe(this::showSpread);
    }

    Node root() {
        return root;
    }

    private void showTask(@Nullable Task<?> task) {
        progress.progressProperty().unbind();
        progress.setVisible(task != null);
        stop.setVisible(task != null);
        check.setVisible(task == null);
        if (task != null) {
            progress.progressProperty().bind(task.progressProperty());
        }
    }

    private void showSpread(RowSignals.@Nullable Spread spread) {
        Signal signal = signals.chosen().get();
        chart.getChildren().clear();
        chart.setVisible(signal != null
                && spread != null
                && spread.range().from() < spread.range().to());
        if (signal == null) {
            explanation.setText("");
        } else if (spread == null) {
            explanation.setText(words.get("quality.nothing"));
        } else {
            explanation.setText(names.explanation(signal));
            if (chart.isVisible()) {
                draw(signal, spread);
            } else {
                explanation.setText(words.get("quality.one", spread.range().from()));
            }
        }
    }

    private void draw(Signal signal, RowSignals.Spread spread) {
        double low = spread.range().from();
        double high = spread.range().to();
        Histogram bars = new Histogram(words.get("quality.histogram", names.title(signal)));
        bars.getStyleClass().add("quality-histogram");
        bars.setPrefHeight(CHART);
        bars.setMinHeight(CHART);
        bars.setCounts(spread.counts().stream().mapToLong(Long::longValue).toArray(), low, high);
        // Measured anew, the rows are still filtered as they were.
        double from = applied == null ? low : Math.clamp(applied.from(), low, high);
        double to = applied == null ? high : Math.clamp(applied.to(), low, high);
        RangeSlider slider = new RangeSlider(low, high, from, to);
        slider.setBlockIncrement((high - low) / spread.counts().size());
        slider.getStyleClass().add("quality-range");
        Described.describe(slider, words.get("quality.range", names.title(signal)));
        Runnable submit = () -> {
            boolean any = slider.getLowValue() <= low && slider.getHighValue() >= high;
            apply(any ? null : new SignalRange(RowSignals.stored(signal), slider.getLowValue(), slider.getHighValue()));
        };
        slider.lowValueChangingProperty().subscribe((before, now) -> applyAfter(now, submit));
        slider.highValueChangingProperty().subscribe((before, now) -> applyAfter(now, submit));
        slider.setOnKeyReleased(event -> submit.run());
        bars.setOnMouseClicked(event -> {
            int parts = spread.counts().size();
            int part = (int) Math.clamp(Math.floor(event.getX() / bars.getWidth() * parts), 0, parts - 1);
            double width = (high - low) / parts;
            slider.setHighValue(high);
            slider.setLowValue(low + part * width);
            slider.setHighValue(low + (part + 1) * width);
            submit.run();
        });
        chart.getChildren().setAll(bars, slider);
        Region bottom = new Region();
        bottom.setMinHeight(2);
        chart.getChildren().add(bottom);
    }

    private void apply(@Nullable SignalRange range) {
        applied = range;
        filter.accept(range);
    }

    private static void applyAfter(Boolean changing, Runnable apply) {
        if (!changing) {
            apply.run();
        }
    }

    private final class Titles extends StringConverter<@Nullable Signal> {
        @Override
        public String toString(@Nullable Signal signal) {
            return signal == null ? words.get("quality.none") : names.title(signal);
        }

        @Override
        public @Nullable Signal fromString(String text) {
            return choice.getItems().stream()
                    .filter(Objects::nonNull)
                    .filter(signal -> names.title(signal).equals(text))
                    .findFirst()
                    .orElse(null);
        }
    }
}
