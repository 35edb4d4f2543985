package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.Licences;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Card;
import cultivar.ui.control.StatTile;
import cultivar.ui.control.TagBars;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.markdown.MarkdownView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a datanet is, in words and figures. */
final class OverviewPane {
    private static final double SIDE = 380;

    private final DatanetScreen presenter;
    private final DatanetModel model;
    private final Words words;
    private final Consumer<String> onTag;
    private final VBox main = new VBox(16);
    private final VBox side = new VBox(16);
    private final StackPane received = new StackPane();
    private final StackPane drafts = new StackPane();
    private final ScrollPane root;

    OverviewPane(DatanetScreen presenter, DatanetModel model, Words words, Consumer<String> onTag) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        this.onTag = onTag;
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        side.setMaxWidth(SIDE);
        main.setMinWidth(0);
        HBox.setHgrow(main, Priority.ALWAYS);
        HBox columns = new HBox(16, main, side);
        columns.getStyleClass().add("datanet-overview");
        root = new ScrollPane(columns);
        root.setFitToWidth(true);
        root.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getStyleClass().addAll("edge-to-edge", "page-scroll");
        root.setFocusTraversable(false);
        received.managedProperty().bind(received.visibleProperty());
        drafts.managedProperty().bind(drafts.visibleProperty());
        model.received().subscribe(this::showReceived);
        model.drafts().subscribe(this::showDrafts);
        showReceived();
        showDrafts();
        model.datanet().subscribe(this::update);
    }

    Node root() {
        return root;
    }

    private void update(@Nullable Datanet datanet) {
        if (datanet == null) {
            return;
        }
        List<Node> blocks = new ArrayList<>(List.of(figures(datanet)));
        DatanetCard card = datanet.card();
        if (!card.description().isBlank()) {
            blocks.add(Card.titled(words.get("overview.about"), MarkdownView.of(card.description())));
        }
        if (!card.guidelines().isBlank()) {
            blocks.add(Card.titled(words.get("overview.guidelines"), MarkdownView.of(card.guidelines())));
        }
        if (!datanet.tags().isEmpty()) {
            blocks.add(tags(datanet));
        }
        main.getChildren().setAll(blocks);
        side.getChildren()
                .setAll(
                        drafts,
                        new ContributorsCard(words, datanet.contributors()),
                        received,
                        new VersionsCard(presenter, model, words));
    }

    private void showReceived() {
        received.setVisible(!model.received().isEmpty());
        received.getChildren().setAll(new ReceivedCard(words, List.copyOf(model.received()), presenter::review));
    }

    private void showDrafts() {
        drafts.setVisible(!model.drafts().isEmpty());
        drafts.getChildren().setAll(new DraftsCard(words, List.copyOf(model.drafts()), presenter::open));
    }

    private Node figures(Datanet datanet) {
        StatTile rows = new StatTile(
                words.get("overview.rows"),
                words.number(datanet.rows()),
                datanet.draftRows() == 0
                        ? words.get("overview.rows.published")
                        : words.get("overview.rows.drafts", datanet.draftRows()));
        if (datanet.draftRows() > 0) {
            rows.getStyleClass().add("with-drafts");
        }
        StatTile heldOut = new StatTile(
                words.get("overview.heldout"), words.number(datanet.heldOutRows()), words.get("overview.heldout.hint"));
        StatTile contributors = new StatTile(
                words.get("overview.contributors"),
                words.number(datanet.contributors().size()),
                words.get("overview.contributors.hint"));
        HBox tiles = new HBox(16);
        for (StatTile tile : List.of(rows, heldOut, contributors)) {
            Card card = new Card(tile).compact();
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(240);
            card.setMinWidth(0);
            tiles.getChildren().add(card);
        }
        return new VBox(12, tiles, licences(datanet));
    }

    private Node licences(Datanet datanet) {
        HBox line = new HBox(8, Texts.overline(words.get("overview.licences")));
        line.setAlignment(Pos.CENTER_LEFT);
        for (Counted licence : datanet.licences()) {
            boolean known = Licences.known(licence.name());
            line.getChildren()
                    .add(new Badge(
                            words.get("overview.licence", licence.name(), licence.rows()),
                            known ? Tone.NEUTRAL : Tone.WARNING));
        }
        if (datanet.licences().isEmpty()) {
            line.getChildren().add(Texts.caption(words.get("overview.licences.none")));
        }
        return line;
    }

    private Node tags(Datanet datanet) {
        TagBars bars = new TagBars();
        bars.setShares(datanet.tags().stream()
                .map(tag -> new TagBars.Share(tag.name(), tag.rows()))
                .toList());
        bars.onSelect(tag -> {
            if (tag != null) {
                bars.selectedProperty().set(null);
                onTag.accept(tag);
            }
        });
        VBox meanings = new VBox(4);
        for (DatanetCard.TagMeaning tag : datanet.card().tags()) {
            if (!tag.meaning().isBlank()) {
                Label name = new Label(tag.name());
                name.getStyleClass().add("strong");
                name.setMinWidth(Region.USE_PREF_SIZE);
                HBox line = new HBox(10, name, Texts.muted(tag.meaning()));
                meanings.getChildren().add(line);
            }
        }
        return meanings.getChildren().isEmpty()
                ? Card.titled(words.get("overview.tags"), bars)
                : Card.titled(words.get("overview.tags"), bars, meanings);
    }
}
