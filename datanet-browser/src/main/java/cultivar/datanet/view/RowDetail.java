package cultivar.datanet.view;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.SignalValue;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.QualityWords;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One row as the conversation that it is, and whose it is. */
final class RowDetail {
    private static final double WIDTH = 364;

    private final Words words;
    private final VBox content = new VBox(14);
    private final VBox found = new VBox(8);
    private final VBox root;
    private final Button compare;
    private final Label none;
    private @Nullable RowSignals signals;
    private @Nullable RowCopies copies;
    private @Nullable StoredRow shown;

    RowDetail(ObservableValue<? extends @Nullable StoredRow> selected, Words words) {
        this.words = words;
        none = Texts.muted(words.get("detail.none"));
        compare = Buttons.secondary("", Feather.COPY, this::compare);
        compare.setFocusTraversable(false);
        compare.getStyleClass().addAll("small", "row-compare");
        content.getStyleClass().add("row-detail-content");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(words.get("detail.title"));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new VBox(scroll);
        root.getStyleClass().addAll("card-surface", "row-detail");
        root.setMinWidth(WIDTH);
        root.setPrefWidth(WIDTH);
        root.setMaxWidth(WIDTH);
        selected.subscribe(this::show);
    }

    Node root() {
        return root;
    }

    /** As wide as there is room, for a page that is about the row. */
    RowDetail wide() {
        root.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(root, Priority.ALWAYS);
        return this;
    }

    /** Says something else where there is no row. */
    RowDetail none(ObservableValue<String> sentence) {
        none.textProperty().bind(sentence);
        return this;
    }

    /** Shows what was found in the row, too. */
    RowDetail signals(RowSignals measured) {
        signals = measured;
        measured.revision().subscribe(now -> showFound());
        return this;
    }

    /** Offers to compare the row with its copies, too. */
    RowDetail copies(RowCopies known) {
        copies = known;
        known.revision().subscribe(now -> showCopies());
        return this;
    }

    private void showCopies() {
        StoredRow row = shown;
        int count = row == null || copies == null ? 0 : copies.of(row);
        compare.setVisible(count > 0);
        compare.setManaged(count > 0);
        compare.setText(words.get("copies.compare", count));
    }

    private void compare() {
        StoredRow row = shown;
        if (row != null && copies != null) {
            copies.open(row);
        }
    }

    private void showFound() {
        StoredRow row = shown;
        found.getChildren().clear();
        if (row != null && signals != null) {
            for (SignalValue value : signals.of(row)) {
                if (!value.reason().isEmpty()) {
                    Badge badge = new Badge(title(signals, value), Tone.WARNING);
                    found.getChildren().add(new VBox(3, badge, Texts.caption(value.reason())));
                }
            }
        }
        found.setVisible(!found.getChildren().isEmpty());
        found.setManaged(found.isVisible());
    }

    private static String title(RowSignals signals, SignalValue value) {
        return signals.measures().stream()
                .filter(measure -> measure.stored().equals(value.signal()))
                .map(measure -> new QualityWords().title(measure))
                .findFirst()
                .orElse(value.signal().name());
    }

    private void show(@Nullable StoredRow row) {
        shown = row;
        if (row == null) {
            content.getChildren().setAll(none);
            return;
        }
        Contribution contribution = row.contribution();
        VBox turns = new VBox(10);
        contribution.messages().stream().map(this::turn).forEach(turns.getChildren()::add);
        Region rule = new Region();
        rule.getStyleClass().add("row-rule");
        showFound();
        showCopies();
        content.getChildren().setAll(header(row), compare, turns, found, rule, facts(row));
    }

    private Node header(StoredRow row) {
        Label title = Texts.heading(words.get("detail.row", row.id()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Badge state = row.split() == Split.HELD_OUT
                ? new Badge(words.get("rows.state.heldout"), Tone.INFO)
                : row.since() == null
                        ? new Badge(words.get("draft"), Tone.WARNING)
                        : new Badge(words.get("detail.since", row.since()), Tone.ACCENT);
        CopyButton copy = new CopyButton(
                words.get("detail.copy"),
                () -> row.contribution().messages().stream()
                        .map(message -> message.role().id() + ": " + message.content())
                        .collect(Collectors.joining("\n\n")));
        HBox header = new HBox(8, title, copy, gap, state);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node turn(Message message) {
        Label who = Texts.overline(words.get("role." + message.role().id()));
        Label text = Texts.body(message.content());
        text.getStyleClass().add("turn-text");
        VBox bubble = new VBox(text);
        bubble.getStyleClass().addAll("turn", "turn-" + message.role().id());
        bubble.setMaxWidth(Region.USE_PREF_SIZE);
        VBox turn = new VBox(4, who, bubble);
        turn.setAlignment(message.role() == Role.USER ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        return turn;
    }

    private Node facts(StoredRow row) {
        Contribution contribution = row.contribution();
        KeyValueGrid grid = new KeyValueGrid();
        grid.mono(words.get("detail.contributor"), contribution.contributor().value());
        grid.text(words.get("detail.licence"), contribution.licence());
        if (!contribution.source().isEmpty()) {
            grid.text(words.get("detail.source"), contribution.source());
        }
        if (!contribution.context().isEmpty()) {
            grid.text(words.get("detail.context"), contribution.context());
        }
        if (!contribution.tags().isEmpty()) {
            FlowPane tags = new FlowPane(6, 6);
            contribution.tags().stream()
                    .map(tag -> new Badge(tag, Tone.NEUTRAL))
                    .forEach(tags.getChildren()::add);
            tags.setPrefWrapLength(220);
            grid.row(words.get("detail.tags"), tags);
        }
        grid.mono(words.get("detail.hash"), row.contentHash().hex());
        if (!row.origin().isEmpty()) {
            grid.text(words.get("detail.origin"), row.origin());
        }
        return grid;
    }
}
