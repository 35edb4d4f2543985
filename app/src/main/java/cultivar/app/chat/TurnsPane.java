package cultivar.app.chat;

import cultivar.app.layout.Columns;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All turns, either in rows that scroll as one, or with a scroll of its own for each column. */
final class TurnsPane extends StackPane {
    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Map<Turn, TurnView> views = new HashMap<>();
    private final List<VBox> lanes = new ArrayList<>();
    private final List<FollowingScroll> scrolls = new ArrayList<>();
    private boolean choosing;

    TurnsPane(ChatScreen presenter, ChatModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        model.conversation().path().addListener((ListChangeListener<Turn>) change -> show());
        model.locked().subscribe(locked -> arrange());
    }

    /** Shows a branch in the place of another, which stays where it is seen. */
    private void choose(Turn branch, boolean after) {
        scrolls.forEach(FollowingScroll::stay);
        choosing = true;
        presenter.talk().choose(branch);
        choosing = false;
        TurnView shown = views.get(branch);
        if (shown != null) {
            shown.wake();
            shown.question.focusBranches(after);
        }
    }

    private int laneCount() {
        return model.locked().get()
                ? 1
                : model.conversation().path().stream()
                        .mapToInt(turn -> turn.answers().size())
                        .max()
                        .orElse(1);
    }

    /** Builds everything anew, with the nodes of the turns that are there. */
    private void arrange() {
        lanes.forEach(lane -> lane.getChildren().clear());
        lanes.clear();
        scrolls.clear();
        for (int i = 0; i < laneCount(); i++) {
            FollowingScroll scroll = new FollowingScroll();
            scroll.content().getStyleClass().add("chat-turns");
            lanes.add(scroll.content());
            scrolls.add(scroll);
        }
        GridPane grid = Columns.of(scrolls.toArray(Region[]::new));
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setFillHeight(true);
        grid.getRowConstraints().add(row);
        grid.getStyleClass().add(model.locked().get() ? "chat-locked" : "chat-free");
        getChildren().setAll(grid);
        show();
    }

    private void show() {
        List<Turn> path = model.conversation().path();
        if (laneCount() != lanes.size()) {
            arrange();
            return;
        }
        if (path.isEmpty()) {
            // Those of branches are kept until the chat is left: turns know their views for as long as that.
            views.clear();
        }
        for (int lane = 0; lane < lanes.size(); lane++) {
            show(path, lane);
        }
        if (!choosing) {
            scrolls.forEach(FollowingScroll::toEnd);
        }
    }

    private void show(List<Turn> path, int lane) {
        List<Node> wanted = new ArrayList<>();
        for (Turn turn : path) {
            TurnView view = views.computeIfAbsent(
                    turn, missing -> new TurnView(missing, presenter, model, messages, this::choose));
            view.question.showBranches();
            wanted.add(model.locked().get() ? view.row() : view.cell(lane));
        }
        List<Node> there = lanes.get(lane).getChildren();
        int same = 0;
        while (same < there.size() && same < wanted.size() && there.get(same).equals(wanted.get(same))) {
            same++;
        }
        lanes.get(lane).getChildren().remove(same, there.size());
        lanes.get(lane).getChildren().addAll(wanted.subList(same, wanted.size()));
    }

    /** Of one turn: its nodes, in a row or one by one. */
    private static final class TurnView {
        private final Turn turn;
        private final QuestionBar question;
        private final List<AnswerCard> cards = new ArrayList<>();
        private final VoteBar vote;
        private final Map<Integer, RestingBox> cells = new HashMap<>();
        private @Nullable RestingBox row;

        TurnView(Turn turn, ChatScreen presenter, ChatModel model, Messages messages, QuestionBar.Choice onChoose) {
            this.turn = turn;
            question = new QuestionBar(turn, presenter.talk(), model, messages, onChoose);
            for (Answer answer : turn.answers()) {
                cards.add(new AnswerCard(
                        answer, turn, messages, presenter.services().ways().link()));
            }
            vote = new VoteBar(
                    turn,
                    ballot -> {
                        presenter.talk().vote(turn, ballot);
                        presenter.compose();
                    },
                    messages);
        }

        Node row() {
            RestingBox made = row;
            if (made == null) {
                cells.clear();
                made = new RestingBox(10, question, Columns.of(cards.toArray(Region[]::new)), vote);
                row = made;
            }
            return made;
        }

        Node cell(int lane) {
            row = null;
            return cells.computeIfAbsent(lane, this::newCell);
        }

        /** What is out of the window cannot have the keyboard. */
        void wake() {
            cells.values().forEach(cell -> cell.rest(false));
            if (row != null) {
                row.rest(false);
            }
        }

        private RestingBox newCell(int lane) {
            RestingBox cell = new RestingBox(10);
            cell.getChildren().add(lane == 0 ? question : QuestionBar.plain(turn.question()));
            if (lane < cards.size()) {
                cell.getChildren().add(cards.get(lane));
            }
            if (lane == 0) {
                cell.getChildren().add(vote);
            }
            return cell;
        }
    }
}
