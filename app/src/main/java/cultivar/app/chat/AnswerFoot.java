package cultivar.app.chat;

import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeptBox;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** Below an answer: who gave it, of which weights, how strong, how fast, how long, and why it ended. */
final class AnswerFoot extends KeptBox {
    private static final int SHORT = 8;
    private static final Duration MOMENT = Duration.seconds(1.5);

    private final Answer answer;
    private final Turn turn;
    private final Messages messages;
    private final Label who = Texts.caption("");
    private final Button hash = Buttons.quiet("", null, this::copyHash);
    private final PauseTransition copied = new PauseTransition(MOMENT);
    private final Label foot = Texts.caption("");

    AnswerFoot(Answer answer, Turn turn, Messages messages) {
        super(1);
        this.answer = answer;
        this.turn = turn;
        this.messages = messages;
        who.getStyleClass().add("chat-who");
        who.setMinWidth(0);
        hash.getStyleClass().addAll("small", "mono", "chat-hash");
        hash.managedProperty().bind(hash.visibleProperty());
        copied.setOnFinished(event -> update());
        foot.managedProperty().bind(foot.textProperty().isNotEmpty());
        CopyButton copy = new CopyButton(messages.get("chat.copy"), answer::text);
        copy.visibleProperty().bind(answer.textProperty().isNotEmpty());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(6, who, hash, gap, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(line, foot);
        answer.stateProperty().subscribe(this::update);
        answer.whoProperty().subscribe(this::update);
        turn.revealedProperty().subscribe(this::update);
        update();
    }

    private String fullHash() {
        return answer.stateProperty().get() instanceof Answer.State.Done done ? done.hash() : "";
    }

    private void copyHash() {
        ClipboardContent content = new ClipboardContent();
        content.putString(fullHash());
        Clipboard.getSystemClipboard().setContent(content);
        hash.setText(messages.get("chat.hash.copied"));
        copied.playFromStart();
    }

    private void update() {
        boolean revealed = turn.revealedProperty().get();
        who.setText(revealed ? name() : messages.get("chat.who.hidden", answer.place() + 1));
        String full = revealed ? fullHash() : "";
        hash.setVisible(!full.isEmpty());
        if (!full.isEmpty()) {
            hash.setText(full.substring(0, SHORT));
            Described.describe(hash, messages.get("chat.hash", full), messages.get("chat.hash.help"), null);
        }
        foot.setText(
                switch (answer.stateProperty().get()) {
                    case Answer.State.Waiting() -> "";
                    case Answer.State.Streaming() -> messages.get("chat.streaming");
                    // Reasons name folders.
                    case Answer.State.Failed(String reason) ->
                        revealed
                                ? messages.get("chat.answer.failed", reason)
                                : messages.get("chat.answer.failed.hidden");
                    case Answer.State.Done done -> finished(done, revealed);
                });
    }

    private String name() {
        Who by = answer.who();
        if (by.isBase()) {
            return messages.get("chat.who.base", by.name());
        }
        Double began = answer.began();
        return began == null
                ? messages.get("chat.who.adapter", by.name(), by.strength())
                : messages.get("chat.who.mixed", by.name(), began, by.strength());
    }

    private String finished(Answer.State.Done done, boolean revealed) {
        if (done.stop() == Outcome.Stop.CUT) {
            return stop(done.stop());
        }
        // How fast it was would tell who it is; and what never came had no speed.
        String speed = revealed && done.tokens() > 0
                ? messages.get("chat.speed", done.tokens(), done.tokensPerSecond(), done.firstTokenSeconds())
                : messages.get("chat.speed.hidden", done.tokens());
        return speed + stop(done.stop());
    }

    private String stop(Outcome.Stop stop) {
        return switch (stop) {
            case END -> messages.get("chat.stop.end");
            case STRING -> messages.get("chat.stop.string");
            case LENGTH -> messages.get("chat.stop.max");
            case CONTEXT -> messages.get("chat.stop.context");
            case STOPPED -> messages.get("chat.stop.cancelled");
            case CUT -> messages.get("chat.stop.cut");
        };
    }
}
