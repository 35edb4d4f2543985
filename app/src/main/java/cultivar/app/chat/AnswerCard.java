package cultivar.app.chat;

import cultivar.ui.control.KeptBox;
import cultivar.ui.markdown.MarkdownView;
import cultivar.ui.text.Messages;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javafx.css.PseudoClass;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** One answer: its text, and below it who answered and how fast. */
final class AnswerCard extends KeptBox {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass BEST = PseudoClass.getPseudoClass("best");
    private static final PseudoClass OF_ADAPTER = PseudoClass.getPseudoClass("of-adapter");

    private static final Pattern JSON = Pattern.compile("\\s*(\\[\\s*)?\\{\\s*(\"|}|$)");

    private final Answer answer;
    private final MarkdownView text;
    private final ProgressIndicator waiting = new ProgressIndicator();

    /** @param onLink gets the address of a link that was pressed */
    AnswerCard(Answer answer, Turn turn, Messages messages, Consumer<String> onLink) {
        super(8);
        this.answer = answer;
        text = new MarkdownView(onLink);
        getStyleClass().addAll("card-surface", "compact", "chat-answer");
        waiting.setMinSize(18, 18);
        waiting.setMaxSize(18, 18);
        waiting.setAccessibleText(messages.get("chat.waiting"));
        Region push = new Region();
        setVgrow(push, Priority.ALWAYS);
        getChildren().addAll(waiting, text, push, new AnswerFoot(answer, turn, messages));
        waiting.managedProperty().bind(waiting.visibleProperty());
        text.visibleProperty().bind(answer.textProperty().isNotEmpty());
        text.managedProperty().bind(text.visibleProperty());
        turn.revealedProperty()
                .subscribe(revealed -> pseudoClassStateChanged(
                        OF_ADAPTER, revealed && !answer.who().isBase()));
        turn.ballotProperty()
                .subscribe(ballot -> pseudoClassStateChanged(
                        BEST, ballot instanceof Ballot.Best(int place) && place == answer.place()));
        answer.textProperty().subscribe(this::show);
        answer.stateProperty().subscribe(this::update);
    }

    private void show(String content) {
        text.show(isJson(content) ? "```json\n" + content + "\n```" : content);
        accessibleTextProperty().set(content);
    }

    /** Whether the text reads as JSON from its beginning on, which is shown as code. */
    private static boolean isJson(String text) {
        return JSON.matcher(text).lookingAt() && !text.contains("```");
    }

    private void update(Answer.State state) {
        waiting.setVisible(state instanceof Answer.State.Waiting);
        pseudoClassStateChanged(FAILED, state instanceof Answer.State.Failed);
        if (answer.ended()) {
            text.finish();
        }
    }
}
