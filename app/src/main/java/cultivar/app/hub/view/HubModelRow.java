package cultivar.app.hub.view;

import cultivar.runtime.hub.Bytes;
import cultivar.runtime.hub.HubModel;
import cultivar.runtime.hub.LocalRepository;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import java.text.NumberFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A model that a search found: what is known of it, and its download. */
final class HubModelRow extends HBox {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final ModelsModel model;
    private final Messages messages;
    private final HubModel shown;
    private final Button download;
    private final Button stop;
    private final Button use;
    private final Badge present;
    private final ProgressBar bar = new ProgressBar(-1);
    private final Label detail = Texts.caption("");
    private final VBox progress = new VBox(4, bar, detail);

    HubModelRow(ModelsScreen presenter, ModelsModel model, Messages messages, HubModel shown) {
        this.model = model;
        this.messages = messages;
        this.shown = shown;
        Label name = new Label(shown.id().toString());
        name.getStyleClass().add("strong");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMinWidth(0);
        present = new Badge(messages.get("models.present"), Tone.SUCCESS);
        HBox title = new HBox(8, name, present);
        if (shown.gated()) {
            title.getChildren().add(new Badge(messages.get("models.gated"), Tone.WARNING));
        }
        title.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setAccessibleText(messages.get("models.task", shown.id()));
        detail.setWrapText(false);
        VBox words = new VBox(4, title, Texts.caption(facts()), progress);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        download = Described.describe(
                Buttons.secondary("", Feather.DOWNLOAD, () -> presenter.download(shown.id())),
                messages.get("models.download.name", shown.id()));
        download.getStyleClass().add("models-download");
        stop = Described.describe(
                Buttons.secondary(messages.get("models.stop"), Feather.X, this::cancel),
                messages.get("models.stop.name", shown.id()));
        stop.getStyleClass().add("models-stop");
        use = Described.describe(
                Buttons.secondary(
                        messages.get("models.use"),
                        null,
                        () -> presenter.use(shown.id().toString())),
                messages.get("models.use.name", shown.id()));
        Card card = new Card(words).compact();
        HBox line = new HBox(12, words, download, stop, use);
        line.setAlignment(Pos.CENTER_LEFT);
        card.getChildren().setAll(line);
        HBox.setHgrow(card, Priority.ALWAYS);
        getChildren().setAll(card);
        update();
    }

    /** Size, downloads, licence and month, as far as the hub tells them. */
    private String facts() {
        List<String> facts = new ArrayList<>();
        facts.add(shown.weightBytes() == 0 ? messages.get("models.size.unknown") : Bytes.text(shown.weightBytes()));
        facts.add(messages.get(
                "models.downloads",
                NumberFormat.getCompactNumberInstance(Locale.ENGLISH, NumberFormat.Style.SHORT)
                        .format(shown.downloads())));
        facts.add(shown.licence().isEmpty() ? messages.get("models.licence.none") : shown.licence());
        if (shown.modified() != null) {
            facts.add(MONTH.format(shown.modified()));
        }
        return String.join("  \u00b7  ", facts);
    }

    /** Shows where the model stands now. */
    void update() {
        Task<LocalRepository> task = model.coming().get(shown.id());
        boolean here = model.isHere(shown.id());
        boolean planning = model.planning().contains(shown.id());
        show(present, here);
        show(stop, task != null);
        show(progress, task != null);
        show(use, task == null && here);
        show(download, task == null && !here);
        download.setDisable(planning);
        download.setText(messages.get(planning ? "models.download.planning" : "models.download"));
        follow(task);
    }

    private void follow(@Nullable Task<LocalRepository> task) {
        bar.progressProperty().unbind();
        detail.textProperty().unbind();
        if (task != null) {
            bar.progressProperty().bind(task.progressProperty());
            detail.textProperty().bind(task.detailProperty());
        }
    }

    private void cancel() {
        Task<LocalRepository> task = model.coming().get(shown.id());
        if (task != null) {
            task.cancel();
        }
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
