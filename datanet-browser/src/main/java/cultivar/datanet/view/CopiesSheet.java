package cultivar.datanet.view;

import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;

/** Rows that say nearly the same, side by side, with what differs marked; one of them can be kept. */
final class CopiesSheet {
    /** So many rows stand side by side; the others are decided about with them. */
    static final int SHOWN = 8;

    private static final double COLUMN = 280;
    private static final double GAP = 12;
    private static final int WIDE = 3;
    private static final double HEIGHT = 380;

    /**
     * A message of a row, in pieces.
     *
     * @param parts say what the row that it is compared with does not have
     */
    private record Turn(Role role, List<WordDiff.Part> parts) {}

    private record Compared(StoredRow row, List<Turn> turns) {}

    /** A row and its copies, of which the first are compared. */
    static final class Group {
        private final List<Compared> shown;
        private final List<Long> all;

        /**
         * Compares rows, which takes a while for long ones: not on the FX thread.
         *
         * @param shown the first of the group
         * @param all the ids of all
         */
        Group(List<StoredRow> shown, List<Long> all) {
            List<Compared> compared = new ArrayList<>();
            for (int i = 0; i < shown.size(); i++) {
                // The first is compared with the second, all others with the first.
                StoredRow other = shown.get(i == 0 ? Math.min(1, shown.size() - 1) : 0);
                compared.add(compare(shown.get(i), other));
            }
            this.shown = List.copyOf(compared);
            this.all = List.copyOf(all);
        }

        /** The ids of all rows. */
        List<Long> all() {
            return all;
        }

        private static Compared compare(StoredRow row, StoredRow other) {
            List<Turn> turns = new ArrayList<>();
            List<Message> messages = row.contribution().messages();
            List<Message> others = other.contribution().messages();
            for (int i = 0; i < messages.size(); i++) {
                String against = i < others.size() ? others.get(i).content() : "";
                Message message = messages.get(i);
                turns.add(new Turn(message.role(), WordDiff.of(against, message.content())));
            }
            return new Compared(row, turns);
        }
    }

    private final Group group;
    private final Words words;
    private final DialogHandle<StoredRow> handle;
    private final VBox root;

    CopiesSheet(Group group, Words words, DialogHandle<StoredRow> handle) {
        this.group = group;
        this.words = words;
        this.handle = handle;
        HBox columns = new HBox(GAP);
        group.shown.stream().map(this::column).forEach(columns.getChildren()::add);
        columns.getStyleClass().add("copies-columns");
        ScrollPane scroll = new ScrollPane(columns);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(words.get("copies.title", group.all().size()));
        scroll.setPrefViewportHeight(HEIGHT);
        Button close = Buttons.secondary(Messages.ui().get("ui.action.close"), null, handle::cancel);
        close.setCancelButton(true);
        int more = group.all().size() - group.shown.size();
        Node help = Texts.muted(words.get("copies.help", more));
        root = new VBox(12, help, scroll, new DialogButtons(close));
        root.setPrefWidth(Math.min(WIDE, group.shown.size()) * (COLUMN + GAP));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("copies-sheet");
    }

    Node root() {
        return root;
    }

    private Node column(Compared compared) {
        StoredRow row = compared.row();
        VBox turns = new VBox(10);
        for (Turn turn : compared.turns()) {
            Node role = Texts.overline(words.get("role." + turn.role().id()));
            turns.getChildren().add(new VBox(4, role, marked(turn)));
        }
        ScrollPane scroll = new ScrollPane(turns);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(words.get("detail.row", row.id()));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Button keep = Buttons.primary(words.get("copies.keep"), Feather.CHECK, () -> handle.submit(row));
        keep.setMaxWidth(Double.MAX_VALUE);
        keep.getStyleClass().add("copies-keep");
        Described.describe(
                keep, words.get("copies.keep.name", row.id(), group.all().size() - 1));
        VBox column = new VBox(
                8,
                Texts.heading(words.get("detail.row", row.id())),
                Texts.caption(row.origin().isEmpty() ? row.contribution().source() : row.origin()),
                scroll,
                keep);
        column.setAlignment(Pos.TOP_LEFT);
        column.setMinWidth(COLUMN);
        column.setPrefWidth(COLUMN);
        column.setMaxWidth(COLUMN);
        column.getStyleClass().addAll("card-surface", "copies-column");
        return column;
    }

    private static Node marked(Turn turn) {
        TextFlow flow = new TextFlow();
        for (WordDiff.Part part : turn.parts()) {
            Text node = new Text(part.text());
            node.getStyleClass().add(part.own() ? "copies-own" : "copies-same");
            flow.getChildren().add(node);
        }
        return flow;
    }
}
