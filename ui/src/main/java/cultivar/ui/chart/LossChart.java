package cultivar.ui.chart;

import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/**
 * A live line chart of a run: the latest value in large type, raw values faint and smoothed ones bold, validation
 * values as points, a linear or logarithmic axis, and a read-out under the pointer. Takes 100,000 points a line. Append
 * from the FX thread, at any rate: it repaints once per pulse. Up to six lines have colours of their own, so runs can
 * be compared.
 */
public final class LossChart extends VBox {
    private static final double SMOOTHING = 0.9;

    private final BooleanProperty logarithmic = new SimpleBooleanProperty(this, "logarithmic");
    private final DoubleProperty smoothing = new SimpleDoubleProperty(this, "smoothing", SMOOTHING);
    private final List<LossSeries> series = new ArrayList<>();
    private final Messages messages = Messages.ui();
    private final Label value = new Label("\u2013");
    private final Label at = new Label();
    private final HBox legend = new HBox(14);
    private final String title;
    private final LossPlot plot;

    /** A chart without lines. */
    public LossChart(String title) {
        this.title = title;
        plot = new LossPlot(series, messages.get("ui.chart.waiting"), step -> messages.get("ui.chart.step", step));
        getStyleClass().add("loss-chart");
        Label name = new Label(title);
        name.getStyleClass().add("overline");
        value.getStyleClass().add("stat-value");
        at.getStyleClass().add("caption");
        HBox number = new HBox(8, value, at);
        number.setAlignment(Pos.BASELINE_LEFT);
        legend.setAlignment(Pos.TOP_RIGHT);
        legend.getStyleClass().add("legend");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(16, new VBox(2, name, number), gap, legend, scaleToggle());
        header.setAlignment(Pos.TOP_LEFT);
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(header, plot);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(title);
        logarithmic.subscribe(plot::setLogarithmic);
        smoothing.subscribe(beta -> {
            series.forEach(line -> line.smoothBy(Math.clamp(beta.doubleValue(), 0, 0.999)));
            changed();
        });
    }

    /** Adds a line of many values, drawn raw and smoothed. */
    public LossSeries line(String name) {
        return add(name, false);
    }

    /** Adds a line of few values, drawn as points. */
    public LossSeries points(String name) {
        return add(name, true);
    }

    /** Says why there is no line, in place of the words that wait for the first values. */
    public void setEmptyText(String sentence) {
        plot.setEmpty(sentence);
    }

    /** Takes all lines away. */
    public void clear() {
        series.clear();
        legend.getChildren().clear();
        changed();
    }

    /** Whether the vertical axis is logarithmic. */
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** How much of the past the bold line keeps: 0 (none) to 0.999; 0.9 at first. */
    public DoubleProperty smoothingProperty() {
        return smoothing;
    }

    /** Marks a horizontal position in the plot, in pixels, as the pointer does; for keyboards and tests. */
    void pointAt(double x) {
        plot.point(x);
    }

    private LossSeries add(String name, boolean points) {
        int index = series.size();
        LossSeries line = new LossSeries(name, points, smoothing.get(), this::changed);
        series.add(line);
        Region mark = new Region();
        mark.getStyleClass().addAll("legend-mark", "line-" + (index % 6 + 1));
        Label entry = new Label(name, mark);
        entry.getStyleClass().add("caption");
        entry.setMinWidth(Region.USE_PREF_SIZE);
        legend.getChildren().add(entry);
        return line;
    }

    private void changed() {
        plot.repaint();
        LossSeries first = series.isEmpty() ? null : series.getFirst();
        if (first == null || first.size() == 0) {
            value.setText("\u2013");
            at.setText("");
            setAccessibleText(title);
            return;
        }
        int last = first.size() - 1;
        value.setText(LossPlot.number(first.smooth(last)));
        String step = String.format("%,.0f", first.x(last));
        at.setText(messages.get("ui.chart.step", step));
    }

    /** What a screen reader says: the latest and the lowest value. Computed when asked for, not at every append. */
    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        if (attribute == AccessibleAttribute.TEXT
                && !series.isEmpty()
                && series.getFirst().size() > 0) {
            LossSeries first = series.getFirst();
            int last = first.size() - 1;
            return messages.get(
                    "ui.chart.summary",
                    title,
                    LossPlot.number(first.smooth(last)),
                    LossPlot.number(first.x(last)),
                    LossPlot.number(first.lowest()));
        }
        return super.queryAccessibleAttribute(attribute, parameters);
    }

    private HBox scaleToggle() {
        ToggleGroup group = new ToggleGroup();
        ToggleButton linear = new ToggleButton(messages.get("ui.chart.linear"));
        ToggleButton log = new ToggleButton(messages.get("ui.chart.log"));
        linear.getStyleClass().addAll("left-pill", "small");
        log.getStyleClass().addAll("right-pill", "small");
        linear.setToggleGroup(group);
        log.setToggleGroup(group);
        linear.setMinWidth(USE_PREF_SIZE);
        log.setMinWidth(USE_PREF_SIZE);
        linear.setSelected(true);
        linear.setOnAction(event -> logarithmic.set(false));
        log.setOnAction(event -> logarithmic.set(true));
        Subscription _ = logarithmic.subscribe(on -> group.selectToggle(on ? log : linear));
        HBox toggle = new HBox(linear, log);
        toggle.setMinWidth(USE_PREF_SIZE);
        toggle.setAccessibleText(messages.get("ui.chart.scale"));
        return toggle;
    }
}
