package cultivar.ui.control;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One bar split into parts against a limit, such as memory by what uses it, with a legend below. */
public final class StackedBar extends VBox {
    private static final double HEIGHT = 14;

    private final Bar bar = new Bar();
    private final FlowPane legend = new FlowPane(16, 6);
    private List<Part> parts = List.of();
    private double limit;

    /**
     * A part.
     *
     * @param name what it is
     * @param value its size, in the same unit as the limit
     * @param shown its size for people, with the unit
     */
    public record Part(String name, double value, String shown) {}

    /** An empty bar. */
    public StackedBar() {
        getStyleClass().add("stacked-bar");
        legend.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(bar, legend);
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /**
     * Replaces the parts.
     *
     * @param newLimit what all parts together may reach; if they exceed it, the whole bar shows the parts and a mark
     *     stands where the limit is
     */
    public void setParts(List<Part> newParts, double newLimit) {
        parts = List.copyOf(newParts);
        limit = newLimit;
        bar.getChildren().clear();
        legend.getChildren().clear();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String colour = "line-" + (i % 6 + 1);
            Region segment = new Region();
            segment.getStyleClass().add(colour);
            bar.getChildren().add(segment);
            Region mark = new Region();
            mark.getStyleClass().addAll("legend-mark", colour);
            Label entry = new Label(part.name() + "  " + part.shown(), mark);
            entry.getStyleClass().add("caption");
            entry.setMinWidth(Region.USE_PREF_SIZE);
            legend.getChildren().add(entry);
        }
        Region limitMark = new Region();
        limitMark.getStyleClass().add("limit-mark");
        limitMark.setVisible(total() > limit);
        bar.getChildren().add(limitMark);
        setAccessibleText(parts.stream()
                .map(part -> String.format(Locale.ROOT, "%s %s", part.name(), part.shown()))
                .collect(Collectors.joining(", ")));
    }

    private double total() {
        return parts.stream().mapToDouble(Part::value).sum();
    }

    private final class Bar extends Pane {
        Bar() {
            getStyleClass().add("stacked-track");
            setMinHeight(HEIGHT);
            setPrefHeight(HEIGHT);
            setMaxHeight(HEIGHT);
        }

        @Override
        protected void layoutChildren() {
            double scale = getWidth() / Math.max(Math.max(limit, total()), Double.MIN_NORMAL);
            double x = 0;
            for (int i = 0; i < parts.size(); i++) {
                double width = parts.get(i).value() * scale;
                getChildren().get(i).resizeRelocate(x, 0, Math.max(0, width - 1), getHeight());
                x += width;
            }
            if (!getChildren().isEmpty()) {
                getChildren().getLast().resizeRelocate(limit * scale - 1, -3, 2, getHeight() + 6);
            }
        }
    }
}
