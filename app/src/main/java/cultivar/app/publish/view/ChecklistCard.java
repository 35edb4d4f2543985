package cultivar.app.publish.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.text.Messages;
import cultivar.wallet.registry.Manifest;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What has to be in order before something is published, each with its state in words. */
final class ChecklistCard extends VBox {
    private final PublishScreen presenter;
    private final PublishModel model;
    private final Messages messages;
    private final VBox items = new VBox(12);

    ChecklistCard(PublishScreen presenter, PublishModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        getChildren().add(Card.titled(messages.get("publish.check"), items));
        model.candidate().subscribe(this::update);
        model.manifest().subscribe(this::update);
        model.hashing().subscribe(this::update);
    }

    private void update() {
        Candidate candidate = model.candidate().get();
        if (candidate == null) {
            items.getChildren().clear();
            return;
        }
        items.getChildren()
                .setAll(evaluation(candidate), licences(candidate), contributors(candidate), hashes(candidate));
    }

    private Node evaluation(Candidate candidate) {
        Candidate.Evaluation found = candidate.evaluation();
        if (found != null) {
            boolean better = found.adapter() > found.base();
            return item(
                    better ? Tone.SUCCESS : Tone.WARNING,
                    "publish.check.evaluation",
                    messages.get(
                            better ? "publish.check.evaluation.found" : "publish.check.evaluation.worse",
                            found.adapter(),
                            found.base(),
                            found.rows()));
        }
        HBox row = item(Tone.WARNING, "publish.check.evaluation", messages.get("publish.check.evaluation.missing"));
        if (candidate.problem() == null) {
            Button evaluate = Buttons.secondary(messages.get("publish.evaluate"), Feather.PERCENT, presenter::evaluate);
            evaluate.setId("publish-evaluate");
            evaluate.getStyleClass().add("small");
            evaluate.disableProperty().bind(model.busy());
            row.getChildren().add(evaluate);
        }
        return row;
    }

    private Node licences(Candidate candidate) {
        List<String> licences = candidate.licences();
        return licences.isEmpty()
                ? item(Tone.WARNING, "publish.check.licences", messages.get("publish.check.licences.missing"))
                : item(Tone.SUCCESS, "publish.check.licences", String.join(", ", licences));
    }

    private Node contributors(Candidate candidate) {
        return item(
                candidate.shares().isEmpty() ? Tone.WARNING : Tone.SUCCESS,
                "publish.check.contributors",
                messages.get(
                        "publish.check.contributors.found",
                        candidate.shares().size(),
                        candidate.rows(),
                        String.join(", ", candidate.datanets())));
    }

    private Node hashes(Candidate candidate) {
        @Nullable String problem = candidate.problem();
        if (problem != null) {
            return item(Tone.DANGER, "publish.check.hashes", problem);
        }
        if (!model.hashing().get().isEmpty()) {
            return item(Tone.DANGER, "publish.check.hashes", model.hashing().get());
        }
        if (candidate.evaluation() == null) {
            return item(Tone.NEUTRAL, "publish.check.hashes", messages.get("publish.check.hashes.after"));
        }
        Manifest manifest = model.manifest().get();
        return manifest == null
                ? item(Tone.NEUTRAL, "publish.check.hashes", messages.get("publish.check.hashes.computing"))
                : item(
                        Tone.SUCCESS,
                        "publish.check.hashes",
                        messages.get(
                                "publish.check.hashes.found",
                                shortened(manifest.adapter().hash()),
                                shortened(manifest.base().hash())));
    }

    private static String shortened(String hash) {
        return hash.substring(0, 10) + "\u2026";
    }

    private HBox item(Tone tone, String key, String text) {
        StackPane mark = new StackPane(new FontIcon(
                switch (tone) {
                    case SUCCESS -> Feather.CHECK;
                    case WARNING -> Feather.ALERT_TRIANGLE;
                    case DANGER -> Feather.X;
                    case NEUTRAL, ACCENT, INFO -> Feather.LOADER;
                }));
        mark.getStyleClass().add("publish-mark");
        tone.dress(mark);
        Label name = new Label(messages.get(key));
        name.getStyleClass().add("strong");
        Label sentence = Texts.caption(text);
        VBox words = new VBox(1, name, sentence);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(12, mark, words);
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }
}
