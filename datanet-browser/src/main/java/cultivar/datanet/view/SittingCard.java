package cultivar.datanet.view;

import cultivar.datanet.CurationCounts;
import cultivar.datanet.ReviewState;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import org.jspecify.annotations.Nullable;

/** How far the review has come, and how fast this sitting goes. */
final class SittingCard {
    private static final double MINUTES_OF_AN_HOUR = 60;

    private final DeskModel model;
    private final Words words;
    private final Card root;

    SittingCard(DeskModel model, Words words) {
        this.model = model;
        this.words = words;
        Label pace = Texts.body("");
        pace.getStyleClass().add("desk-sitting");
        pace.textProperty().bind(Bindings.createStringBinding(this::pace, model.pace()));
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(Bindings.createDoubleBinding(this::share, model.counts()));
        bar.setAccessibleText(words.get("desk.progress"));
        Label left = Texts.caption("");
        left.getStyleClass().add("desk-left");
        left.textProperty().bind(Bindings.createStringBinding(this::left, model.counts(), model.pace()));
        root = Card.titled(words.get("desk.sitting"), pace, bar, left);
        root.compact();
    }

    Node root() {
        return root;
    }

    private String pace() {
        DeskModel.Pace pace = model.pace().get();
        return pace.perMinute() == 0
                ? words.get("desk.sitting.rows", pace.rows())
                : words.get("desk.sitting.pace", pace.rows(), pace.perMinute());
    }

    private double share() {
        CurationCounts counts = model.counts().get();
        return counts == null || counts.rows() == 0
                ? 0
                : (double) (counts.rows() - counts.of(ReviewState.PENDING)) / counts.rows();
    }

    private String left() {
        @Nullable CurationCounts counts = model.counts().get();
        if (counts == null) {
            return "";
        }
        long left = counts.of(ReviewState.PENDING);
        double perMinute = model.pace().get().perMinute();
        if (left == 0 || perMinute == 0) {
            return words.get("desk.left", left);
        }
        double minutes = left / perMinute;
        return minutes < MINUTES_OF_AN_HOUR
                ? words.get("desk.left.minutes", left, Math.ceil(minutes))
                : words.get("desk.left.hours", left, minutes / MINUTES_OF_AN_HOUR);
    }
}
