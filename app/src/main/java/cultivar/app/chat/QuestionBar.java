package cultivar.app.chat;

import cultivar.ui.a11y.TextAreas;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeptBox;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/** A question: edited into a branch, asked again, and a switch between its branches. */
final class QuestionBar extends KeptBox {
    /** Shows a branch. */
    interface Choice {
        /**
         * Shows it, and leaves the keyboard where it was.
         *
         * @param after whether it comes after the one that was shown
         */
        void show(Turn branch, boolean after);
    }

    private final Turn turn;
    private final Talk talk;
    private final ChatModel model;
    private final Messages messages;
    private final Label text;
    private final HBox line;
    private final Label leftOut = Texts.caption("");
    private final Button edit;
    private final Choice onChoose;
    private final HBox branches = new HBox(0);
    private int known;

    QuestionBar(Turn turn, Talk talk, ChatModel model, Messages messages, Choice onChoose) {
        super(6);
        this.turn = turn;
        this.talk = talk;
        this.model = model;
        this.messages = messages;
        this.onChoose = onChoose;
        branches.setAlignment(Pos.CENTER_LEFT);
        branches.getStyleClass().add("chat-branches");
        showBranches();
        text = plain(turn.question());
        edit = action(Feather.EDIT_2, "chat.edit", "chat-edit", this::edit);
        HBox actions = new HBox(
                2,
                branches,
                edit,
                action(Feather.REFRESH_CW, "chat.again", "chat-again", () -> talk.again(turn)),
                action(Feather.SHUFFLE, "chat.another", "chat-another", () -> talk.another(turn)),
                new CopyButton(messages.get("chat.copy.question"), turn::question));
        actions.setAlignment(Pos.CENTER_LEFT);
        actions.setMinWidth(Region.USE_PREF_SIZE);
        line = new HBox(8, text, actions);
        line.setAlignment(Pos.CENTER_LEFT);
        leftOut.getStyleClass().add("chat-left-out");
        leftOut.visibleProperty().bind(turn.leftOutProperty().greaterThan(0));
        leftOut.managedProperty().bind(leftOut.visibleProperty());
        turn.leftOutProperty().subscribe(turns -> leftOut.setText(messages.get("chat.left.out", turns)));
        getChildren().addAll(line, leftOut);
    }

    /** The question alone. */
    static Label plain(String question) {
        Label text = Texts.body(question);
        text.getStyleClass().add("chat-question");
        return text;
    }

    private Button action(Feather icon, String key, String style, Runnable action) {
        Button button = Buttons.icon(icon, messages.get(key), action);
        button.getStyleClass().addAll("small", "chat-action", style);
        button.disableProperty().bind(model.busy());
        return button;
    }

    /** Shows how many branches there are, of which more have come while another of them was shown. */
    void showBranches() {
        List<Turn> all = model.conversation().branches(turn);
        if (all.size() == known) {
            return;
        }
        known = all.size();
        int at = all.indexOf(turn);
        branches.setManaged(all.size() > 1);
        if (all.size() < 2) {
            return;
        }
        Button before = action(
                Feather.CHEVRON_LEFT,
                "chat.branch.before",
                "chat-branch-before",
                () -> onChoose.show(all.get(at - 1), false));
        Button after = action(
                Feather.CHEVRON_RIGHT,
                "chat.branch.after",
                "chat-branch-after",
                () -> onChoose.show(all.get(at + 1), true));
        before.disableProperty().unbind();
        after.disableProperty().unbind();
        before.setDisable(at == 0);
        after.setDisable(at == all.size() - 1);
        Label place = Texts.caption(messages.get("chat.branch", at + 1, all.size()));
        place.setWrapText(false);
        place.getStyleClass().add("chat-branch");
        place.setAccessibleText(messages.get("chat.branch.of", at + 1, all.size()));
        branches.getChildren().setAll(before, place, after);
    }

    /** Puts the keyboard where it goes on through the branches, or back where there are no more. */
    void focusBranches(boolean after) {
        List<Node> buttons = branches.getChildren();
        Node wanted = after ? buttons.getLast() : buttons.getFirst();
        Node other = after ? buttons.getFirst() : buttons.getLast();
        (wanted.isDisabled() ? other : wanted).requestFocus();
    }

    private void edit() {
        TextArea area = TextAreas.leftByTab(new TextArea(turn.question()));
        area.setWrapText(true);
        area.setPrefRowCount(Math.clamp(turn.question().lines().count(), 2, 6));
        area.setAccessibleText(messages.get("chat.edit"));
        area.getStyleClass().add("chat-edit-area");
        Button ask = Buttons.primary(messages.get("chat.edit.ask"), null, () -> finish(area.getText()));
        ask.getStyleClass().addAll("small", "chat-edit-ask");
        ask.disableProperty().bind(model.busy());
        Button cancel = Buttons.secondary(messages.get("chat.edit.cancel"), null, this::cancel);
        cancel.getStyleClass().add("small");
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                cancel();
            } else if (event.getCode() == KeyCode.ENTER && !event.isAltDown() && !event.isControlDown()) {
                event.consume();
                if (event.isShiftDown()) {
                    area.replaceSelection("\n");
                } else {
                    finish(area.getText());
                }
            }
        });
        Label note = Texts.caption(messages.get("chat.edit.note"));
        HBox.setHgrow(note, Priority.ALWAYS);
        HBox buttons = new HBox(8, ask, cancel, note);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(area, buttons);
        area.requestFocus();
        area.end();
    }

    private void finish(String question) {
        if (question.isBlank() || model.busy().get()) {
            return;
        }
        cancel();
        talk.edit(turn, question.strip());
    }

    private void cancel() {
        getChildren().setAll(line, leftOut);
        edit.requestFocus();
    }
}
