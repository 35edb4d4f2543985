package cultivar.datanet.view;

import cultivar.datanet.QualitySignal;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.RowFilter;
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
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
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
    private final ObservableValue<RowFilter> filter;
    private final Consumer<RowFilter> change;
    private final ComboBox<@Nullable Signal> choice = new ComboBox<>();
    private final Label explanation = Texts.caption("");
    private final VBox chart = new VBox(2);
    private final ProgressBar progress = new ProgressBar();
    private final Button check;
    private final Button stop;
    private final FlowPane chips = new FlowPane(6, 6);
    private final VBox root;
    private @Nullable RangeSlider slider;

    /**
     * A pane.
     *
     * @param filter which rows are wanted now
     * @param change is told which rows are wanted from now on
     */
    QualityPane(
            RowSignals signals,
            RowCopies copies,
            Words words,
            ObservableValue<RowFilter> filter,
            Consumer<RowFilter> change) {
        this.signals = signals;
        this.words = words;
        this.filter = filter;
        this.change = change;
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
        choice.valueProperty().subscribe((before, now) -> signals.choose(now));
        explanation.setMinWidth(0);
        HBox.setHgrow(explanation, Priority.ALWAYS);
        explanation.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(12, choice, columns(), copies.option(), explanation, progress, check, stop);
        line.setAlignment(Pos.CENTER_LEFT);
        for (Node node : List.of(progress, check, stop, chart, chips)) {
            node.managedProperty().bind(node.visibleProperty());
        }
        root = new VBox(6, line, chart, chips);
        root.getStyleClass().add("quality-pane");
        signals.checking().subscribe(this::showTask);
        signals.spread().subscribe(this::showSpread);
        filter.subscribe(this::showFilter);
    }

    Node root() {
        return root;
    }

    /** Which signals the table shows. */
    private Node columns() {
        MenuButton columns = new MenuButton(words.get("quality.columns"));
        columns.setMinWidth(Region.USE_PREF_SIZE);
        columns.getStyleClass().add("quality-columns");
        Described.describe(columns, words.messages(), "datanet.quality.columns");
        for (Signal signal : Signal.values()) {
            CheckMenuItem item = new CheckMenuItem(names.title(signal));
            item.setSelected(signals.columns().contains(signal));
            item.setOnAction(event -> signals.show(signal, item.isSelected()));
            signals.columns().subscribe(() -> item.setSelected(signals.columns().contains(signal)));
            columns.getItems().add(item);
        }
        return columns;
    }

    /** The ranges that are wanted, each with a button that takes it away. */
    private void showFilter(RowFilter wanted) {
        chips.getChildren().setAll(wanted.signals().stream().map(this::chip).toList());
        chips.setVisible(!wanted.signals().isEmpty());
        Signal signal = signals.chosen().get();
        RangeSlider shown = slider;
        if (signal != null
                && shown != null
                && wanted.signal(RowSignals.stored(signal)).isEmpty()) {
            shown.setLowValue(shown.getMin());
            shown.setHighValue(shown.getMax());
        }
    }

    private Node chip(SignalRange range) {
        String title = Stream.of(Signal.values())
                .filter(signal -> RowSignals.stored(signal).equals(range.signal()))
                .map(names::title)
                .findFirst()
                .orElse(range.signal().name());
        String text = words.get("quality.chip", title, words.figure(range.from()), words.figure(range.to()));
        Button chip = Buttons.quiet(
                text, Feather.X, () -> change.accept(filter.getValue().withoutSignal(range.signal())));
        Described.describe(chip, text, words.get("quality.chip.help"), null);
        chip.getStyleClass().addAll("small", "quality-chip");
        return chip;
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
        slider = null;
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
        QualitySignal stored = RowSignals.stored(signal);
        SignalRange applied = filter.getValue().signal(stored).orElseGet(() -> new SignalRange(stored, low, high));
        double from = Math.clamp(applied.from(), low, high);
        double to = Math.clamp(applied.to(), low, high);
        RangeSlider slider = new RangeSlider(low, high, from, to);
        this.slider = slider;
        slider.setBlockIncrement((high - low) / spread.counts().size());
        slider.getStyleClass().add("quality-range");
        Described.describe(slider, words.get("quality.range", names.title(signal)));
        Runnable submit = () -> {
            boolean any = slider.getLowValue() <= low && slider.getHighValue() >= high;
            RowFilter now = filter.getValue();
            change.accept(
                    any
                            ? now.withoutSignal(stored)
                            : now.withSignal(new SignalRange(stored, slider.getLowValue(), slider.getHighValue())));
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
