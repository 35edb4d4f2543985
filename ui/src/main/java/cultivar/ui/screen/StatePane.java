package cultivar.ui.screen;

import atlantafx.base.controls.RingProgressIndicator;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows a screen's content when it is ready, and a designed page while it loads, has nothing, or has failed. */
public final class StatePane extends StackPane {
    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final Messages messages = Messages.ui();
    private final Node content;
    private Node loading;
    private Node empty;
    private @Nullable Runnable retry;

    /** A pane that starts as loading. */
    public StatePane(Node content) {
        this.content = content;
        this.loading = loadingPage(messages.get("ui.state.loading"));
        this.empty = page(Feather.INBOX, messages.get("ui.state.empty"), "", null);
        getStyleClass().add("state-pane");
        state.subscribe(value -> update());
        failure.subscribe(value -> update());
    }

    /** What is shown. */
    public ObjectProperty<ScreenState> stateProperty() {
        return state;
    }

    /** What the failed page tells. */
    public ObjectProperty<@Nullable Failure> failureProperty() {
        return failure;
    }

    /** Says what is being loaded. */
    public StatePane loading(String sentence) {
        loading = loadingPage(sentence);
        update();
        return this;
    }

    /**
     * Designs the empty page.
     *
     * @param title what is missing, short
     * @param sentence why, and what comes of filling it
     * @param action the way out, or null where there is none
     */
    public StatePane empty(Ikon icon, String title, String sentence, @Nullable Button action) {
        empty = page(icon, title, sentence, action);
        update();
        return this;
    }

    /** What the failed page's button does; without it there is no button. */
    public StatePane onRetry(Runnable action) {
        retry = action;
        update();
        return this;
    }

    /** Shows the failed page. Not for a pane whose properties are bound to a model. */
    public void fail(Failure what) {
        failure.set(what);
        state.set(ScreenState.FAILED);
    }

    private void update() {
        getChildren()
                .setAll(
                        switch (state.get()) {
                            case LOADING -> loading;
                            case EMPTY -> empty;
                            case READY -> content;
                            case FAILED -> failedPage();
                        });
    }

    private static Node loadingPage(String sentence) {
        RingProgressIndicator ring = new RingProgressIndicator();
        ring.setAccessibleText(sentence);
        ring.setMinSize(28, 28);
        ring.setMaxSize(28, 28);
        Label label = Texts.muted(sentence);
        VBox page = new VBox(16, ring, label);
        page.setAlignment(Pos.CENTER);
        page.getStyleClass().addAll("state-page", "loading");
        return page;
    }

    private Node failedPage() {
        Failure told = failure.get();
        String what = told == null ? messages.get("ui.state.failed") : told.what();
        Runnable again = retry;
        Button button =
                again == null ? null : Buttons.secondary(messages.get("ui.action.retry"), Feather.REFRESH_CW, again);
        VBox page = page(Feather.ALERT_TRIANGLE, what, told == null ? "" : told.todo(), button);
        page.getStyleClass().add("failed");
        if (told != null && told.detail() != null) {
            Label detail = Texts.mono(told.detail());
            detail.setWrapText(true);
            TitledPane more = new TitledPane(messages.get("ui.state.details"), detail);
            more.setExpanded(false);
            more.setAnimated(false);
            more.setMaxWidth(560);
            page.getChildren().add(more);
        }
        return page;
    }

    private static VBox page(Ikon icon, String title, String sentence, @Nullable Button action) {
        StackPane badge = new StackPane(new FontIcon(icon));
        badge.getStyleClass().add("state-icon");
        Label heading = Texts.heading(title);
        heading.setWrapText(true);
        heading.setTextAlignment(TextAlignment.CENTER);
        VBox page = new VBox(badge, heading);
        page.setAlignment(Pos.CENTER);
        page.getStyleClass().add("state-page");
        if (!sentence.isEmpty()) {
            Label text = Texts.muted(sentence);
            text.setMaxWidth(440);
            text.setTextAlignment(TextAlignment.CENTER);
            text.setAlignment(Pos.CENTER);
            page.getChildren().add(text);
        }
        if (action != null) {
            VBox.setMargin(action, new Insets(12, 0, 0, 0));
            page.getChildren().add(action);
        }
        return page;
    }
}
