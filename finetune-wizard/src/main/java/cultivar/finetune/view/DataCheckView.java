package cultivar.finetune.view;

import cultivar.datanet.Counted;
import cultivar.datanet.StoredRow;
import cultivar.finetune.DataCheck;
import cultivar.finetune.FitCheck;
import cultivar.finetune.Leaks;
import cultivar.finetune.RecipeField;
import cultivar.finetune.TokenSample;
import cultivar.runtime.train.RowCounts;
import cultivar.ui.chart.Histogram;
import cultivar.ui.control.Card;
import cultivar.ui.control.StatTile;
import cultivar.ui.control.Texts;
import cultivar.ui.screen.StatePane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the chosen rows come to: counts, lengths, licences, and a few of them as the model meets them. */
final class DataCheckView {
    private static final int RANGES = 32;
    private static final int UNFIT = 3;

    private final WizardModel model;
    private final Words words;
    private final StatePane root;
    private final StatTile rows;
    private final StatTile tokens;
    private final StatTile trained;
    private final StatTile heldOut;
    private final Label fit = Texts.body("");
    private final VBox unfit = new VBox(2);
    private final Label packing = Texts.caption("");
    private final Label leaks = Texts.body("");
    private final VBox leaking = new VBox(2);
    private final Label licences = Texts.caption("");
    private final Histogram histogram;
    private final VBox samples = new VBox(10);

    DataCheckView(WizardScreen presenter, WizardModel model, Words words) {
        this.model = model;
        this.words = words;
        rows = new StatTile(words.get("check.rows"));
        tokens = new StatTile(words.get("check.tokens"));
        trained = new StatTile(words.get("check.trained"));
        heldOut = new StatTile(words.get("check.heldout"));
        histogram = new Histogram(words.get("check.lengths"));
        histogram.setPrefHeight(92);
        histogram.setWhole(true);
        HBox tiles = new HBox(12);
        for (StatTile tile : new StatTile[] {rows, tokens, trained, heldOut}) {
            Card card = new Card(tile).compact();
            HBox.setHgrow(card, Priority.ALWAYS);
            card.setPrefWidth(120);
            tiles.getChildren().add(card);
        }
        fit.getStyleClass().add("check-fit");
        Card lengths = Card.titled(words.get("check.lengths"), histogram, fit, unfit, packing)
                .compact();
        leaks.getStyleClass().addAll("check-fit", "check-leaks");
        packing.getStyleClass().add("check-packing");
        unfit.getStyleClass().add("check-unfit");
        for (VBox list : List.of(unfit, leaking)) {
            list.managedProperty().bind(list.visibleProperty());
        }
        Card split = Card.titled(words.get("check.leaks"), leaks, leaking).compact();
        Card shown = Card.titled(words.get("check.samples"), samples, licences).compact();
        shown.actions(
                legend("trained", words.get("check.legend.trained")),
                legend("masked", words.get("check.legend.masked")));
        VBox content = new VBox(12, tiles, shown, lengths, split);
        content.getStyleClass().add("data-check");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        scroll.setFocusTraversable(false);
        StatePane states = new StatePane(scroll)
                .loading(words.get("data.checking"))
                .empty(Feather.CHECK_SQUARE, words.get("check.empty.title"), words.get("check.empty.text"), null)
                .onRetry(presenter::check);
        states.stateProperty().bind(model.checkState());
        states.failureProperty().bind(model.checkFailure());
        states.setMinWidth(400);
        root = states;
        model.check().subscribe(this::show);
        model.leaks().subscribe(this::showLeaks);
    }

    Region root() {
        return root;
    }

    private void show(@Nullable DataCheck check) {
        if (check == null) {
            return;
        }
        RowCounts counts = check.counts();
        rows.valueProperty().set(words.number(counts.rows()));
        rows.hintProperty().set(words.get("check.rows.hint", check.versions().size()));
        tokens.valueProperty().set(words.number(counts.tokens()));
        tokens.hintProperty().set(words.get("check.tokens.hint", counts.tokens() / counts.rows()));
        trained.valueProperty().set(words.percent((double) counts.trained() / counts.tokens()));
        trained.hintProperty().set(words.get("check.trained.hint", counts.trained()));
        heldOut.valueProperty().set(words.number(check.heldOut()));
        heldOut.hintProperty().set(words.get("check.heldout.hint"));
        String longest = model.draft().text(RecipeField.MAX_LENGTH).get();
        boolean all = counts.cut() + counts.dropped() == 0;
        fit.setText(
                all
                        ? words.get("check.fit", longest, counts.longest())
                        : words.get("check.cut", counts.cut(), counts.dropped(), longest));
        FontIcon icon = new FontIcon(all ? Feather.CHECK_CIRCLE : Feather.SCISSORS);
        icon.getStyleClass().add(all ? "fit-good" : "fit-cut");
        fit.setGraphic(icon);
        showFit(check);
        licences.setText(words.get("check.licences", licencesOf(check)));
        List<Node> shown = new ArrayList<>();
        check.samples().forEach(sample -> shown.add(sample(sample)));
        samples.getChildren().setAll(shown);
    }

    private void showFit(DataCheck check) {
        FitCheck fitting = check.fit();
        int allowed = fitting.maxLength();
        int longest = Math.max(1, fitting.lengthAt(1));
        // A cut far beyond the longest row would leave the bars no room.
        int most = allowed <= 2 * longest ? Math.max(longest, allowed + 1) : longest;
        histogram.setCounts(check.lengths(most, RANGES), 0, most);
        histogram.setCutoff(allowed);
        packing.setText(words.get("check.packing", words.percent(fitting.padded()), words.percent(fitting.packed())));
        List<Node> lines = new ArrayList<>();
        fitting.unfit().stream().limit(UNFIT).map(this::line).forEach(lines::add);
        int more = fitting.cut() + fitting.dropped() - lines.size();
        if (more > 0) {
            lines.add(Texts.caption(words.get("check.unfit.more", more)));
        }
        unfit.getChildren().setAll(lines);
        unfit.setVisible(!lines.isEmpty());
    }

    private Label line(FitCheck.Unfit row) {
        StoredRow stored = row.row();
        String place = stored.origin().isEmpty() ? stored.contentHash().brief() : stored.origin();
        return Texts.caption(words.get(
                row.dropped() ? "check.unfit.dropped" : "check.unfit.cut", place, row.tokens(), row.promptTokens()));
    }

    private void showLeaks(@Nullable Leaks found) {
        leaking.getChildren().clear();
        leaking.setVisible(found != null && found.rows() > 0);
        leaks.setGraphic(null);
        if (found == null) {
            leaks.setText(words.get("check.leaks.task"));
            return;
        }
        leaks.setText(words.get(found.heldOut() == 0 ? "check.leaks.nosplit" : "check.leaks.found", found.rows()));
        FontIcon icon = new FontIcon(
                found.heldOut() == 0
                        ? Feather.INFO
                        : found.rows() == 0 ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add(found.rows() == 0 ? "fit-good" : "fit-cut");
        leaks.setGraphic(icon);
        found.reasons().forEach(reason -> leaking.getChildren().add(Texts.caption(reason)));
    }

    private String licencesOf(DataCheck check) {
        Map<String, Long> sums = new TreeMap<>();
        check.versions().forEach(version -> {
            for (Counted licence : version.licences()) {
                sums.merge(licence.name(), licence.rows(), Long::sum);
            }
        });
        return String.join(
                ", ",
                sums.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(entry -> words.get("check.licence", entry.getKey(), entry.getValue()))
                        .toList());
    }

    private Node sample(TokenSample sample) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("token-sample");
        StringBuilder run = new StringBuilder();
        boolean trainedRun = false;
        boolean controlRun = false;
        StringBuilder learnt = new StringBuilder();
        for (TokenSample.Piece piece : sample.pieces()) {
            if (piece.trained() != trainedRun || piece.control() != controlRun) {
                add(flow, run, trainedRun, controlRun);
                trainedRun = piece.trained();
                controlRun = piece.control();
            }
            run.append(piece.text());
            if (piece.trained()) {
                learnt.append(piece.text());
            }
        }
        add(flow, run, trainedRun, controlRun);
        flow.setAccessibleText(words.get("check.sample.spoken", learnt));
        return flow;
    }

    private static void add(TextFlow flow, StringBuilder run, boolean trained, boolean control) {
        String text = control ? run.toString() : run.toString().stripTrailing();
        if (run.isEmpty()) {
            return;
        }
        if (trained || control) {
            Label tinted = new Label(text);
            tinted.setWrapText(!control);
            tinted.getStyleClass().add(trained ? "token-trained" : "token-control");
            flow.getChildren().add(tinted);
        } else {
            Text plain = new Text(run.toString());
            plain.getStyleClass().add("token-masked");
            flow.getChildren().add(plain);
        }
        run.setLength(0);
    }

    private static Node legend(String kind, String text) {
        Region mark = new Region();
        mark.getStyleClass().addAll("token-mark", "mark-" + kind);
        Label label = new Label(text, mark);
        label.getStyleClass().add("caption");
        label.setAlignment(Pos.CENTER_LEFT);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
