package cultivar.datanet.view;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.measure.TokenSize;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.TagBars;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.GridCell;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** One datanet as a card. Its nodes are built once and filled anew as the grid scrolls. */
final class DatanetCell extends GridCell<Datanet> {
    private static final int BARS = 4;

    private final DatanetsScreen presenter;
    private final Words words;
    private final Label title = Texts.heading("");
    private final Badge version = new Badge("", Tone.NEUTRAL);
    private final Label summary = Texts.muted("");
    private final Label figures = Texts.caption("");
    private final Label tokens = Texts.caption("");
    private final HBox licences = new HBox(6);
    private final TagBars tags = new TagBars();
    private final Button open;
    private final Button build;
    private final Card card;

    DatanetCell(DatanetsScreen presenter, Words words) {
        this.presenter = presenter;
        this.words = words;
        getStyleClass().add("datanet-cell");
        title.setMinWidth(0);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox header = new HBox(10, title, version);
        header.setAlignment(Pos.CENTER_LEFT);
        tags.onSelect(tag -> {
            tags.selectedProperty().set(null);
            if (tag != null) {
                presenter.open(getItem(), tag);
            }
        });
        summary.getStyleClass().add("datanet-summary");
        summary.setMinHeight(0);
        figures.setMinWidth(0);
        figures.setWrapText(false);
        tokens.setWrapText(false);
        tokens.setMinWidth(0);
        HBox.setHgrow(tokens, Priority.ALWAYS);
        tokens.setMaxWidth(Double.MAX_VALUE);
        tokens.getStyleClass().add("datanet-tokens");
        presenter.model().sizes().subscribe(() -> showTokens(getItem()));
        licences.setAlignment(Pos.CENTER_RIGHT);
        HBox line = new HBox(10, tokens, licences);
        line.setAlignment(Pos.CENTER_LEFT);
        open = Buttons.quiet(words.get("card.open"), null, () -> presenter.open(getItem()));
        open.getStyleClass().add("datanet-open");
        // Its text, not its invisible edge, is in line with the card's other texts.
        HBox.setMargin(open, new Insets(0, 0, 0, -10));
        build = Buttons.secondary(words.get("card.build"), Feather.PLAY, () -> presenter.build(getItem()));
        build.getStyleClass().add("datanet-build");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox buttons = new HBox(8, open, gap, build);
        buttons.setAlignment(Pos.CENTER_LEFT);
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        card = new Card(header, summary, new VBox(4, figures, line), tags, rest, buttons);
        card.getStyleClass().add("datanet-card");
        card.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                presenter.open(getItem());
            }
        });
    }

    @Override
    protected void updateItem(Datanet datanet, boolean empty) {
        super.updateItem(datanet, empty);
        if (empty || datanet == null) {
            setGraphic(null);
            return;
        }
        title.setText(datanet.card().title());
        summary.setText(datanet.card().summary());
        datanet.latest()
                .ifPresentOrElse(
                        latest -> version.set(words.get("version", latest.number()), Tone.ACCENT),
                        () -> version.set(words.get("draft"), Tone.WARNING));
        double reviewed = presenter.model().reviewed().getOrDefault(datanet.name(), 1.0);
        figures.setText(words.get(
                "card.figures",
                datanet.rows(),
                datanet.contributors().size(),
                // Only what is finished is called all of it.
                words.percent(reviewed < 1 ? Math.min(reviewed, 0.99) : 1)));
        showTokens(datanet);
        licences.getChildren().setAll(licences(datanet));
        tags.setShares(datanet.tags().stream()
                .filter(tag -> tag.rows() > 0)
                .sorted(Comparator.comparingLong(Counted::rows).reversed())
                .limit(BARS)
                .map(tag -> new TagBars.Share(tag.name(), tag.rows()))
                .toList());
        Described.describe(open, words.get("card.open.name", datanet.card().title()));
        Described.describe(build, words.get("card.build.name", datanet.card().title()));
        build.setVisible(datanet.latest().isPresent());
        setGraphic(card);
    }

    @Override
    protected double computePrefHeight(double width) {
        return getGridView() == null
                ? super.computePrefHeight(width)
                : getGridView().getCellHeight();
    }

    private void showTokens(@Nullable Datanet datanet) {
        TokenSize size = datanet == null ? null : presenter.model().sizes().get(datanet);
        if (datanet == null || size == null) {
            tokens.setText("");
            tokens.setTooltip(null);
            return;
        }
        String by = size.by().isEmpty() ? words.get("card.tokens.characters") : words.get("card.tokens.by", size.by());
        tokens.setText(words.get(size.isCounted() ? "card.tokens.counted" : "card.tokens.about", size.tokens(), by));
        tokens.setTooltip(new Tooltip(
                words.get(size.whole() ? "card.tokens.whole" : "card.tokens.sample", size.looked(), datanet.rows())));
    }

    private List<Badge> licences(Datanet datanet) {
        if (datanet.licences().isEmpty()) {
            return List.of();
        }
        String first = datanet.licences().getFirst().name();
        Badge badge = new Badge(first, Tone.NEUTRAL);
        int more = datanet.licences().size() - 1;
        return more == 0 ? List.of(badge) : List.of(badge, new Badge("+" + more, Tone.NEUTRAL));
    }
}
