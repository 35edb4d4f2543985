package cultivar.ui.markdown;

import cultivar.ui.control.KeptBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;

/** A list: a mark or number for each item, and what the item says beside it. */
final class ListBox extends KeptBox implements Redrawn {
    private final Links links;

    ListBox(Node list, String input, Links links) {
        super(4);
        this.links = links;
        redraw(list, input);
    }

    @Override
    public void redraw(Node list, String input) {
        int at = 0;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (at < getChildren().size() && getChildren().get(at) instanceof Item there) {
                there.show(item, mark(list, at), input);
            } else {
                getChildren().add(new Item(item, mark(list, at), input));
            }
            at++;
        }
        getChildren().remove(at, getChildren().size());
    }

    private static String mark(Node list, int at) {
        if (!(list instanceof OrderedList ordered)) {
            return "\u2022";
        }
        Integer first = ordered.getMarkerStartNumber();
        return (first == null ? 1 : first) + at + ".";
    }

    private final class Item extends HBox {
        private final Label mark = new Label();
        private final BlockBox content = new BlockBox(4, links);

        Item(Node item, String name, String input) {
            super(6);
            mark.getStyleClass().add("md-mark");
            mark.setMinWidth(name.endsWith(".") ? 22 : 14);
            content.setMinWidth(0);
            HBox.setHgrow(content, Priority.ALWAYS);
            getChildren().addAll(mark, content);
            show(item, name, input);
        }

        void show(Node item, String name, String input) {
            mark.setText(name);
            content.show(item.getFirstChild(), input);
        }
    }
}
