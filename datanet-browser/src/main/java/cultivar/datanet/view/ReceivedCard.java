package cultivar.datanet.view;

import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.signed.FileCheck;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.HelpTip;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The contribution files that came into a datanet, and what became of their rows. */
final class ReceivedCard extends StackPane {
    private static final int SHOWN = 6;

    private final Words words;
    private final Consumer<Received> review;

    /** @param review goes to where the rows of a file are decided about */
    ReceivedCard(Words words, List<Received> files, Consumer<Received> review) {
        this.words = words;
        this.review = review;
        VBox lines = new VBox(14);
        files.stream().limit(SHOWN).map(this::line).forEach(lines.getChildren()::add);
        if (files.size() > SHOWN) {
            lines.getChildren().add(Texts.caption(words.get("received.more", files.size() - SHOWN)));
        }
        getStyleClass().add("received-card");
        getChildren()
                .add(Card.titled(words.get("received.title"), lines).actions(new HelpTip(words.get("received.help"))));
    }

    private Node line(Received file) {
        Badge verdict = new Badge(words.get("receive.verdict." + file.verdict()), tone(file));
        Label name = new Label(file.file());
        name.getStyleClass().add("strong");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(file.note().isEmpty() ? file.file() : file.note()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox above = new HBox(8, name, verdict, gap);
        above.setAlignment(Pos.CENTER_LEFT);
        if (file.rows() > 0) {
            Button go = Buttons.quiet(
                    words.get(file.decided() ? "received.look" : "received.review"),
                    Feather.CHECK_SQUARE,
                    () -> review.accept(file));
            go.getStyleClass().addAll("small", "received-review");
            Described.describe(go, words.get("received.review.name", file.file()));
            above.getChildren().add(go);
        }
        Label who = Texts.caption(words.get("received.who", file.contributor().brief(), words.date(file.at())));
        Label what = Texts.caption(words.get(
                "received.states",
                file.of(ReviewState.PENDING),
                file.of(ReviewState.ACCEPTED),
                file.of(ReviewState.REJECTED)));
        return new VBox(2, above, who, what);
    }

    private static Tone tone(Received file) {
        return ReceiveForm.tone(FileCheck.Verdict.valueOf(file.verdict().toUpperCase(Locale.ROOT)));
    }
}
