package cultivar.ui.control;

import cultivar.ui.text.Messages;
import java.text.NumberFormat;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** How much there is of each tag, as horizontal bars relative to the largest. A bar can be the filter. */
public final class TagBars extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final ObjectProperty<@Nullable String> selected = new SimpleObjectProperty<>(this, "selected");
    private final Messages messages = Messages.ui();
    private @Nullable Consumer<@Nullable String> onSelect;
    private List<Share> shares = List.of();

    /**
     * One bar.
     *
     * @param tag its name
     * @param count how many
     */
    public record Share(String tag, long count) {}

    /** No bars yet. */
    public TagBars() {
        getStyleClass().add("tag-bars");
        selected.subscribe(value -> markSelected());
    }

    /** Replaces the bars, which keep the order given; the same ones stay, so that one under the pointer can be pressed. */
    public void setShares(List<Share> newShares) {
        if (!newShares.equals(shares)) {
            shares = List.copyOf(newShares);
            fill();
        }
    }

    private void fill() {
        long largest = shares.stream().mapToLong(Share::count).max().orElse(0);
        long total = shares.stream().mapToLong(Share::count).sum();
        getChildren()
                .setAll(shares.stream().map(share -> row(share, largest, total)).toList());
        markSelected();
    }

    /** Makes the bars pressable: the handler gets the tag, or null when the selected bar is pressed again. */
    public TagBars onSelect(Consumer<@Nullable String> handler) {
        onSelect = handler;
        fill();
        return this;
    }

    /** The tag whose bar is marked; null if none is. */
    public ObjectProperty<@Nullable String> selectedProperty() {
        return selected;
    }

    private Region row(Share share, long largest, long total) {
        Label name = new Label(share.tag());
        name.getStyleClass().add("tag-name");
        ProgressBar bar = new ProgressBar(largest == 0 ? 0 : (double) share.count() / largest);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinWidth(20);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label count = Texts.caption(NumberFormat.getIntegerInstance().format(share.count()));
        count.getStyleClass().add("tag-count");
        HBox content = new HBox(10, name, bar, count);
        content.setAlignment(Pos.CENTER_LEFT);
        String spoken =
                messages.get("ui.tags.row", share.tag(), share.count(), total == 0 ? 0 : 100 * share.count() / total);
        bar.setAccessibleText(spoken);
        Consumer<@Nullable String> handler = onSelect;
        if (handler == null) {
            return content;
        }
        // A progress bar swallows presses; they are the button's.
        content.setMouseTransparent(true);
        Button button = new Button(share.tag(), content);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMinWidth(0);
        content.prefWidthProperty().bind(button.widthProperty().subtract(16));
        button.getStyleClass().addAll("flat", "tag-row");
        button.setAccessibleText(spoken);
        button.setOnAction(event -> {
            String next = share.tag().equals(selected.get()) ? null : share.tag();
            selected.set(next);
            handler.accept(next);
        });
        return button;
    }

    private void markSelected() {
        for (int i = 0; i < getChildren().size(); i++) {
            getChildren()
                    .get(i)
                    .pseudoClassStateChanged(SELECTED, shares.get(i).tag().equals(selected.get()));
        }
    }
}
