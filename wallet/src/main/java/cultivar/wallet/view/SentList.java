package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The transactions on the activity's screen, with a filter, and with what can still be done about each. */
final class SentList {
    /** What a row's buttons do. */
    interface Actions {
        /** Offers a higher fee. */
        void faster(Sent sent);

        /** Sends nothing in its place. */
        void cancel(Sent sent);

        /** Saves a receipt. */
        void receipt(Sent sent);

        /** Shows a page in the browser. */
        void browse(String link);
    }

    private final Words words;
    private final Actions actions;
    private final VBox rows = new VBox(12);
    private final VBox root = new VBox(12);
    private List<Sent> all = List.of();
    private boolean failed;
    private Sent.@Nullable Kind filter;

    SentList(Words words, Actions actions) {
        this.words = words;
        this.actions = actions;
        ToggleGroup group = new ToggleGroup();
        HBox choices = new HBox(
                choice(group, null, "left-pill"),
                choice(group, Sent.Kind.WAITING, "center-pill"),
                choice(group, Sent.Kind.DONE, "center-pill"),
                choice(group, Sent.Kind.FAILED, "right-pill"));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(12, Texts.heading(words.get("sent.title")), gap, choices);
        head.setAlignment(Pos.CENTER_LEFT);
        root.getChildren().setAll(head, rows);
    }

    Node root() {
        return root;
    }

    private ToggleButton choice(ToggleGroup group, Sent.@Nullable Kind kind, String pill) {
        String name = kind == null ? "all" : kind.name().toLowerCase(Locale.ROOT);
        ToggleButton choice = new ToggleButton(words.get("sent.filter." + name));
        choice.setId("sent-filter-" + name);
        choice.getStyleClass().add(pill);
        choice.setToggleGroup(group);
        choice.setSelected(kind == null);
        choice.setOnAction(event -> {
            choice.setSelected(true);
            filter = kind;
            if (!failed) {
                refresh();
            }
        });
        return choice;
    }

    void show(List<Sent> sent) {
        if (failed || !sent.equals(all)) {
            failed = false;
            all = sent;
            refresh();
        }
    }

    /** Says in place of the transactions why they cannot be read. */
    void fail(String line) {
        failed = true;
        Label text = Texts.body(line);
        text.getStyleClass().add("error-text");
        rows.getChildren().setAll(text);
    }

    private void refresh() {
        List<Sent> shown = all.stream()
                .filter(sent -> filter == null || sent.kind() == filter)
                .toList();
        rows.getChildren().setAll(shown.stream().map(this::row).toList());
        if (shown.isEmpty()) {
            rows.getChildren().add(Texts.muted(words.get(all.isEmpty() ? "sent.empty" : "sent.none")));
        }
    }

    private Node row(Sent sent) {
        Badge state = new Badge(
                words.get("sent.kind." + sent.kind().name().toLowerCase(Locale.ROOT)),
                switch (sent.kind()) {
                    case WAITING -> Tone.INFO;
                    case DONE -> Tone.SUCCESS;
                    case FAILED -> Tone.DANGER;
                });
        Label purpose = new Label(sent.entry().purpose());
        purpose.getStyleClass().add("strong");
        purpose.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(10, purpose, state, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        if (sent.kind() == Sent.Kind.WAITING && !sent.entry().isRemote()) {
            Button faster =
                    Buttons.secondary(words.get("sent.faster"), Feather.FAST_FORWARD, () -> actions.faster(sent));
            faster.setId("sent-faster");
            head.getChildren().add(faster);
            if (!sent.entry().isCancelling()) {
                Button cancel = Buttons.secondary(words.get("sent.cancel"), Feather.X, () -> actions.cancel(sent));
                cancel.setId("sent-cancel");
                head.getChildren().add(cancel);
            }
        }
        sent.network()
                .explorerLink(sent.hash())
                .ifPresent(link -> head.getChildren()
                        .add(Buttons.icon(
                                Feather.EXTERNAL_LINK, words.get("sent.explorer"), () -> actions.browse(link))));
        Button receipt = Buttons.icon(Feather.FILE_TEXT, words.get("sent.receipt"), () -> actions.receipt(sent));
        receipt.setId("sent-receipt");
        head.getChildren().add(receipt);
        Label how = Texts.body(sent.state(words));
        Label when = Texts.caption(words.get(
                "activity.when",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(sent.entry().at().atZone(ZoneId.systemDefault())),
                sent.network().label()));
        String hash = sent.hash();
        Label shown = Texts.mono(hash);
        shown.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        shown.setMinWidth(60);
        HBox line = new HBox(2, shown, new CopyButton(words.get("sent.copy"), () -> hash));
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(3, head, how, when, line);
        if (sent.entry().attempts().size() > 1) {
            box.getChildren()
                    .add(Texts.caption(
                            words.get("sent.attempts", sent.entry().attempts().size())));
        }
        return new Card(box).compact();
    }
}
