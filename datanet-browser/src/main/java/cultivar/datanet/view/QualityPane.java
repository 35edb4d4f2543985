package cultivar.datanet.view;

import cultivar.datanet.QualitySignal;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.quality.Measure;
import cultivar.datanet.quality.QualityWords;
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
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
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
    private static final double CHOICE = 190;

    private final RowSignals signals;
    private final Words words;
    private final QualityWords names = new QualityWords();
    private final ObservableValue<RowFilter> filter;
    private final Consumer<RowFilter> change;
    private final ComboBox<@Nullable Measure> choice = new ComboBox<>();
    private final Label explanation = Texts.caption("");
    private final VBox chart = new VBox(2);
    private final ProgressBar progress = new ProgressBar();
    private final MenuButton answers;
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
        answers = answers();
        check = Buttons.secondary(words.get("quality.check"), Feather.ACTIVITY, signals::check);
        Described.describe(check, words.messages(), "datanet.quality.check");
        check.getStyleClass().add("quality-check");
        stop = Buttons.secondary(words.get("quality.stop"), Feather.X, signals::stop);
        stop.getStyleClass().add("quality-stop");
        progress.setPrefWidth(140);
        progress.setAccessibleText(words.get("quality.progress"));
        choice.getItems().add(null);
        signals.measures().subscribe(this::fillChoice);
        fillChoice();
        choice.setConverter(new Titles());
        choice.getSelectionModel().selectFirst();
        choice.getStyleClass().add("quality-choice");
        Described.describe(choice, words.messages(), "datanet.quality.choice");
        choice.valueProperty().subscribe((before, now) -> signals.choose(now));
        signals.chosen().subscribe(choice::setValue);
        choice.setMinWidth(CHOICE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(12, choice, columns(), copies.option(), gap, progress, answers, check, stop);
        line.setAlignment(Pos.CENTER_LEFT);
        for (Node node : List.of(explanation, progress, answers, check, stop, chart, chips)) {
            node.managedProperty().bind(node.visibleProperty());
        }
        explanation.visibleProperty().bind(explanation.textProperty().isNotEmpty());
        root = new VBox(6, line, explanation, chart, chips);
        root.getStyleClass().add("quality-pane");
        signals.checking().subscribe(this::showTask);
        signals.spread().subscribe(this::showSpread);
        filter.subscribe(this::showFilter);
    }

    Node root() {
        return root;
    }

    private void fillChoice() {
        signals.measures().stream()
                .filter(measure -> !choice.getItems().contains(measure))
                .forEach(choice.getItems()::add);
    }

    /** By which base the answers can be measured. */
    private MenuButton answers() {
        MenuButton menu = new MenuButton(words.get("quality.answers"));
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add("quality-answers");
        Described.describe(menu, words.messages(), "datanet.quality.answers");
        Runnable fill = () -> menu.getItems().setAll(answerItems());
        signals.bases().subscribe(fill);
        fill.run();
        return menu;
    }

    private List<MenuItem> answerItems() {
        if (signals.bases().isEmpty()) {
            MenuItem none = new MenuItem(words.get("quality.answers.none"));
            none.setDisable(true);
            return List.of(none);
        }
        List<MenuItem> items = new ArrayList<>();
        for (ModelChoice base : signals.bases()) {
            MenuItem item = new MenuItem(words.get("quality.answers.by", base.name()));
            item.setOnAction(event -> signals.measure(base));
            items.add(item);
        }
        return items;
    }

    /** What the table shows. */
    private Node columns() {
        MenuButton columns = new MenuButton(words.get("quality.columns"));
        columns.setMinWidth(Region.USE_PREF_SIZE);
        columns.getStyleClass().add("quality-columns");
        Described.describe(columns, words.messages(), "datanet.quality.columns");
        Runnable fill = () -> signals.measures().stream()
                .skip(columns.getItems().size())
                .map(this::column)
                .forEach(columns.getItems()::add);
        signals.measures().subscribe(fill);
        fill.run();
        return columns;
    }

    private CheckMenuItem column(Measure measure) {
        CheckMenuItem item = new CheckMenuItem(names.title(measure));
        item.setSelected(signals.columns().contains(measure));
        item.setOnAction(event -> signals.show(measure, item.isSelected()));
        signals.columns().subscribe(() -> item.setSelected(signals.columns().contains(measure)));
        return item;
    }

    /** The ranges that are wanted, each with a button that takes it away. */
    private void showFilter(RowFilter wanted) {
        chips.getChildren().setAll(wanted.signals().stream().map(this::chip).toList());
        chips.setVisible(!wanted.signals().isEmpty());
        Measure measure = signals.chosen().get();
        RangeSlider shown = slider;
        if (measure != null && shown != null && wanted.signal(measure.stored()).isEmpty()) {
            shown.setLowValue(shown.getMin());
            shown.setHighValue(shown.getMax());
        }
    }

    private Node chip(SignalRange range) {
        Optional<Measure> known = signals.measures().stream()
                .filter(measure -> measure.stored().equals(range.signal()))
                .findFirst();
        String title = known.map(names::title).orElse(range.signal().name());
        double from = range.from();
        double to = range.to();
        if (known.filter(Measure::counted).isPresent() && Math.ceil(from) <= Math.floor(to)) {
            from = Math.ceil(from);
            to = Math.floor(to);
        }
        String text = words.get("quality.chip", title, words.figure(from), words.figure(to));
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
        answers.setVisible(task == null);
        if (task != null) {
            progress.progressProperty().bind(task.progressProperty());
        }
    }

    private void showSpread(RowSignals.@Nullable Spread spread) {
        Measure measure = signals.chosen().get();
        chart.getChildren().clear();
        slider = null;
        chart.setVisible(measure != null
                && spread != null
                && spread.range().from() < spread.range().to());
        if (measure == null) {
            explanation.setText("");
        } else if (spread == null) {
            explanation.setText(words.get("quality.nothing"));
        } else {
            explanation.setText(names.explanation(measure));
            if (chart.isVisible()) {
                draw(measure, spread);
            } else {
                explanation.setText(words.get("quality.one", spread.range().from()));
            }
        }
    }

    private void draw(Measure measure, RowSignals.Spread spread) {
        double low = spread.range().from();
        double high = spread.range().to();
        Histogram bars = new Histogram(words.get("quality.histogram", names.title(measure)));
        bars.getStyleClass().add("quality-histogram");
        bars.setPrefHeight(CHART);
        bars.setMinHeight(CHART);
        bars.setWhole(measure.counted());
        bars.setCounts(spread.counts().stream().mapToLong(Long::longValue).toArray(), low, high);
        // Measured anew, the rows are still filtered as they were.
        QualitySignal stored = measure.stored();
        SignalRange applied = filter.getValue().signal(stored).orElseGet(() -> new SignalRange(stored, low, high));
        double from = Math.clamp(applied.from(), low, high);
        double to = Math.clamp(applied.to(), low, high);
        RangeSlider slider = new RangeSlider(low, high, from, to);
        this.slider = slider;
        slider.setBlockIncrement((high - low) / spread.counts().size());
        slider.getStyleClass().add("quality-range");
        Described.describe(slider, words.get("quality.range", names.title(measure)));
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

    private final class Titles extends StringConverter<@Nullable Measure> {
        @Override
        public String toString(@Nullable Measure measure) {
            return measure == null ? words.get("quality.none") : names.title(measure);
        }

        @Override
        public @Nullable Measure fromString(String text) {
            return choice.getItems().stream()
                    .filter(Objects::nonNull)
                    .filter(measure -> names.title(measure).equals(text))
                    .findFirst()
                    .orElse(null);
        }
    }
}
