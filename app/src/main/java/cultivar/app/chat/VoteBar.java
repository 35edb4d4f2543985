package cultivar.app.chat;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.KeptBox;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.jspecify.annotations.Nullable;

/** Asks which answer is the best while their names are hidden, and tells what was found. */
final class VoteBar extends KeptBox {
    private final Turn turn;
    private final Messages messages;
    private final Label title = Texts.caption("");
    private final FlowPane choices = new FlowPane(6, 6);

    VoteBar(Turn turn, Consumer<Ballot> onVote, Messages messages) {
        super(6);
        this.turn = turn;
        this.messages = messages;
        getStyleClass().add("chat-vote");
        title.getStyleClass().add("strong");
        choices.setAlignment(Pos.CENTER_LEFT);
        for (int place = 0; place < turn.answers().size(); place++) {
            Ballot best = new Ballot.Best(place);
            Button choice = choice(placeName(place), "chat-vote-" + place, () -> onVote.accept(best));
            Answer answer = turn.answers().get(place);
            answer.stateProperty().subscribe(state -> choice.setDisable(!answer.said()));
            choices.getChildren().add(choice);
        }
        choices.getChildren()
                .addAll(
                        choice(
                                messages.get("chat.vote.same"),
                                "chat-vote-same",
                                () -> onVote.accept(new Ballot.Same())),
                        choice(messages.get("chat.vote.bad"), "chat-vote-bad", () -> onVote.accept(new Ballot.Bad())));
        choices.managedProperty().bind(choices.visibleProperty());
        managedProperty().bind(visibleProperty());
        getChildren().addAll(title, choices);
        turn.answers().forEach(answer -> answer.stateProperty().subscribe(this::update));
        turn.ballotProperty().subscribe(this::update);
        turn.revealedProperty().subscribe(this::update);
        update();
    }

    private static Button choice(String text, String style, Runnable action) {
        Button button = Buttons.secondary(text, null, action);
        button.getStyleClass().addAll("small", style);
        return button;
    }

    private String placeName(int place) {
        List<String> names = new ArrayList<>();
        names.add(messages.get("chat.vote.left"));
        if (turn.answers().size() > 2) {
            names.add(messages.get("chat.vote.middle"));
        }
        names.add(messages.get("chat.vote.right"));
        return names.get(Math.min(place, names.size() - 1));
    }

    private void update() {
        @Nullable Ballot found = turn.ballotProperty().get();
        boolean hidden = !turn.revealedProperty().get();
        setVisible(turn.blind() && turn.answers().size() > 1 && (found != null || hidden));
        choices.setVisible(hidden && turn.ended());
        title.setText(
                found == null
                        ? messages.get(turn.ended() ? "chat.vote.title" : "chat.vote.waiting")
                        : switch (found) {
                            case Ballot.Best(int place) ->
                                messages.get(
                                        "chat.vote.best",
                                        placeName(place),
                                        turn.answers().get(place).who().name());
                            case Ballot.Same() -> messages.get("chat.vote.found.same");
                            case Ballot.Bad() -> messages.get("chat.vote.found.bad");
                        });
    }
}
