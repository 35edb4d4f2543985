package cultivar.app.chat;

import cultivar.runtime.generate.Generation;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One answer: its text, and below it who answered and how fast. */
final class AnswerCard extends VBox {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final Answer answer;
    private final Messages messages;
    private final boolean adapter;
    private final Label text = Texts.body("");
    private final Label who = Texts.caption("");
    private final Label foot = Texts.caption("");
    private final ProgressIndicator waiting = new ProgressIndicator();

    AnswerCard(Answer answer, Messages messages, boolean adapter) {
        this.answer = answer;
        this.messages = messages;
        this.adapter = adapter;
        getStyleClass().addAll("card-surface", "compact", "chat-answer", adapter ? "of-adapter" : "of-base");
        waiting.setMinSize(18, 18);
        waiting.setMaxSize(18, 18);
        waiting.setAccessibleText(messages.get("chat.waiting", answer.who()));
        CopyButton copy = new CopyButton(messages.get("chat.copy"), text::getText);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        foot.setWrapText(false);
        foot.setMinWidth(0);
        foot.managedProperty().bind(foot.textProperty().isNotEmpty());
        who.getStyleClass().add("chat-who");
        VBox words = new VBox(1, who, foot);
        words.setMinWidth(0);
        HBox line = new HBox(6, words, gap, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        Region push = new Region();
        setVgrow(push, Priority.ALWAYS);
        getChildren().addAll(waiting, text, push, line);
        text.textProperty().bind(answer.textProperty());
        text.visibleProperty().bind(text.textProperty().isNotEmpty());
        text.managedProperty().bind(text.visibleProperty());
        waiting.managedProperty().bind(waiting.visibleProperty());
        copy.visibleProperty().bind(text.visibleProperty());
        answer.textProperty().subscribe(this::dress);
        answer.stateProperty().subscribe(this::update);
    }

    private void dress(String content) {
        text.getStyleClass().remove("mono");
        if (Answer.isJson(content)) {
            text.getStyleClass().add("mono");
        }
    }

    private void update(Answer.State state) {
        waiting.setVisible(state instanceof Answer.State.Waiting);
        pseudoClassStateChanged(FAILED, state instanceof Answer.State.Failed);
        who.setText(messages.get(adapter ? "chat.who.adapter" : "chat.who.base", answer.who()));
        foot.setText(
                switch (state) {
                    case Answer.State.Waiting() -> "";
                    case Answer.State.Streaming() -> messages.get("chat.streaming");
                    case Answer.State.Failed(String reason) -> messages.get("chat.answer.failed", reason);
                    case Answer.State.Done(Generation done) -> finished(done);
                });
        foot.setWrapText(state instanceof Answer.State.Failed);
    }

    private String finished(Generation done) {
        String speed = messages.get("chat.speed", done.ids().length, done.tokensPerSecond(), done.firstTokenSeconds());
        String end = switch (done.stopReason()) {
            case END_TOKEN, STOP_STRING, COMPLETE -> "";
            case MAX_TOKENS -> messages.get("chat.stop.max");
            case CONTEXT_FULL -> messages.get("chat.stop.context");
            case CANCELLED -> messages.get("chat.stop.cancelled");
        };
        return speed + end;
    }
}
