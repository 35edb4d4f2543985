package cultivar.datanet.view;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.store.VersionCheck;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.HelpTip;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The versions of a datanet with their roots, each of which can be recomputed on the spot. */
final class VersionsCard extends StackPane {
    private final DatanetScreen presenter;
    private final DatanetModel model;
    private final Words words;
    private final VBox lines = new VBox(14);
    // Held here, because the model only holds it weakly: the card is made anew with every load.
    private final InvalidationListener refresh = change -> fill();

    VersionsCard(DatanetScreen presenter, DatanetModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        WeakInvalidationListener weak = new WeakInvalidationListener(refresh);
        model.versions().addListener(weak);
        model.checks().addListener(weak);
        fill();
        getChildren()
                .add(Card.titled(words.get("versions.title"), lines).actions(new HelpTip(words.get("versions.help"))));
    }

    private void fill() {
        lines.getChildren().setAll(model.versions().stream().map(this::line).toList());
        if (model.versions().size() > 1) {
            Button compare = Buttons.quiet(words.get("diff.compare"), Feather.COLUMNS, presenter::compare);
            compare.getStyleClass().addAll("small", "datanet-compare");
            Described.describe(compare, words.get("diff.compare.help"));
            lines.getChildren().addFirst(compare);
        }
        if (model.versions().isEmpty()) {
            lines.getChildren().add(Texts.muted(words.get("versions.none")));
        }
    }

    private Node line(DatanetVersion version) {
        Badge number = new Badge(words.get("version", version.number()), Tone.ACCENT);
        Label figures = Texts.caption(words.get("versions.figures", version.rows(), words.date(version.created())));
        figures.setWrapText(false);
        figures.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button verify = Buttons.quiet(words.get("versions.verify"), Feather.SHIELD, () -> presenter.verify(version));
        verify.getStyleClass().addAll("small", "datanet-verify");
        Described.describe(verify, words.get("versions.verify.name", version.ref()));
        HBox above = new HBox(8, number, figures, gap, verify);
        above.setAlignment(Pos.CENTER_LEFT);
        Label root = Texts.mono(version.root().hex());
        root.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        root.setMinWidth(60);
        root.setTooltip(new Tooltip(version.root().hex()));
        root.getStyleClass().add("version-root");
        HBox hash = new HBox(
                4,
                root,
                new CopyButton(
                        words.get("versions.copy", version.ref()),
                        () -> version.root().hex()));
        hash.setAlignment(Pos.CENTER_LEFT);
        VBox line = new VBox(2, above, hash);
        Node verdict = verdict(model.checks().get(version.number()));
        if (verdict != null) {
            line.getChildren().add(verdict);
        }
        return line;
    }

    private @Nullable Node verdict(@Nullable VersionCheck check) {
        if (check == null) {
            return null;
        }
        Badge badge = check.holds()
                ? new Badge(words.get("versions.holds"), Tone.SUCCESS)
                : new Badge(words.get("versions.broken"), Tone.DANGER);
        Label text = Texts.caption(check.holds() ? words.get("versions.holds.text", check.rows()) : check.summary());
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(8, badge, text);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("version-verdict");
        return line;
    }
}
