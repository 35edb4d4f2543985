package cultivar.app.chat;

import cultivar.app.chat.store.Tally;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.text.Messages;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How each has done in votes. */
final class TallyPane {
    private static final String[] HEADS = {"name", "votes", "best", "lost", "same", "bad", "share"};

    private TallyPane() {}

    static void show(Dialogs dialogs, List<Tally> tallies, Messages messages) {
        var _ = dialogs.<Boolean>show(
                messages.get("chat.tallies"),
                handle -> new VBox(
                        16,
                        tallies.isEmpty() ? Texts.muted(messages.get("chat.tally.none")) : table(tallies, messages),
                        Texts.caption(messages.get("chat.tally.note")),
                        new DialogButtons(Buttons.secondary(messages.get("chat.tally.close"), null, handle::cancel))));
    }

    private static Node table(List<Tally> tallies, Messages messages) {
        GridPane grid = new GridPane(18, 8);
        grid.getStyleClass().add("chat-tallies");
        for (int i = 0; i < HEADS.length; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHgrow(i == 0 ? Priority.ALWAYS : Priority.NEVER);
            column.setHalignment(i == 0 ? HPos.LEFT : HPos.RIGHT);
            grid.getColumnConstraints().add(column);
            grid.add(whole(Texts.overline(messages.get("chat.tally." + HEADS[i]))), i, 0);
        }
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            Label name = new Label(
                    tally.ofBase()
                            ? messages.get("chat.who.base", tally.name())
                            : messages.get("chat.who.adapter", tally.name(), tally.strength()));
            name.setWrapText(true);
            double share = 100.0 * tally.best() / tally.votes();
            grid.addRow(
                    i + 1,
                    name,
                    number(tally.votes()),
                    number(tally.best()),
                    number(tally.lost()),
                    number(tally.same()),
                    number(tally.bad()),
                    whole(new Label(messages.get("chat.tally.percent", share))));
        }
        return grid;
    }

    private static Label number(int value) {
        return whole(new Label(String.valueOf(value)));
    }

    private static Label whole(Label label) {
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
