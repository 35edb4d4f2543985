package cultivar.finetune.view;

import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Card;
import cultivar.ui.control.TagBars;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The first step: datanets to choose from at the left, what the chosen rows come to at the right. */
final class DataStep {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final int TAGS = 3;

    private final WizardScreen presenter;
    private final WizardModel model;
    private final Words words;
    private final VBox cards = new VBox(12);
    private final HBox root;

    DataStep(WizardScreen presenter, WizardModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        cards.getStyleClass().add("data-cards");
        ScrollPane list = new ScrollPane(cards);
        list.setFitToWidth(true);
        list.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        list.getStyleClass().addAll("edge-to-edge", "page-scroll");
        list.setFocusTraversable(false);
        list.setMinWidth(376);
        list.setPrefWidth(380);
        list.setMaxWidth(430);
        Node check = new DataCheckView(presenter, model, words).root();
        HBox.setHgrow(list, Priority.ALWAYS);
        HBox.setHgrow(check, Priority.ALWAYS);
        root = new HBox(list, check);
        root.getStyleClass().add("data-step");
        model.datanets().addListener((ListChangeListener<Datanet>) change -> fill());
        fill();
    }

    Node root() {
        return root;
    }

    private void fill() {
        cards.getChildren().setAll(model.datanets().stream().map(this::card).toList());
    }

    private Node card(Datanet datanet) {
        CheckBox box = new CheckBox(datanet.card().title());
        box.getStyleClass().add("heading");
        box.setMinWidth(0);
        box.setSelected(model.chosen().contains(datanet.name()));
        box.setOnAction(event -> presenter.toggle(datanet));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, box, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        datanet.latest()
                .ifPresent(version ->
                        head.getChildren().add(new Badge(words.get("data.version", version.number()), Tone.ACCENT)));
        Label rows = Texts.caption(words.get("data.facts", datanet.rows(), datanet.heldOutRows()));
        rows.setWrapText(false);
        rows.setMinWidth(Region.USE_PREF_SIZE);
        HBox facts = new HBox(6, rows);
        facts.setAlignment(Pos.CENTER_LEFT);
        facts.getChildren().add(spacer());
        List<Counted> licences = datanet.licences();
        if (!licences.isEmpty()) {
            facts.getChildren().add(new Badge(licences.getFirst().name(), Tone.NEUTRAL));
        }
        if (licences.size() > 1) {
            facts.getChildren().add(new Badge("+" + (licences.size() - 1), Tone.NEUTRAL));
        }
        TagBars bars = new TagBars();
        bars.setShares(datanet.tags().stream()
                .filter(tag -> tag.rows() > 0)
                .sorted(java.util.Comparator.comparingLong(Counted::rows).reversed())
                .limit(TAGS)
                .map(tag -> new TagBars.Share(tag.name(), tag.rows()))
                .toList());
        Card card = new Card(head, Texts.muted(datanet.card().summary()), facts, bars).compact();
        card.getStyleClass().add("data-card");
        card.pseudoClassStateChanged(SELECTED, box.isSelected());
        card.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                presenter.toggle(datanet);
                box.requestFocus();
            }
        });
        model.chosen().addListener((SetChangeListener<String>) change -> {
            boolean chosen = model.chosen().contains(datanet.name());
            box.setSelected(chosen);
            card.pseudoClassStateChanged(SELECTED, chosen);
        });
        return card;
    }

    private static Region spacer() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }
}
