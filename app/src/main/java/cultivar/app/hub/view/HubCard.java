package cultivar.app.hub.view;

import cultivar.app.hub.HomeModels;
import cultivar.runtime.hub.HubEnvironment;
import cultivar.runtime.hub.HubException;
import cultivar.runtime.hub.HubToken;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import cultivar.ui.text.Messages;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The hub's settings: its address, and the token. */
public final class HubCard {
    private final HomeModels models;
    private final TaskRunner tasks;
    private final Messages messages = Messages.load(HubCard.class, "cultivar.app.hub.view.texts");
    private final TokenQuestion question;
    private final Consumer<String> setAddress;
    private final TextField address = new TextField();
    private final Field addressField;
    private final Label says = Texts.caption("");
    private final Button forget;
    private final Card card;

    /**
     * A card.
     *
     * @param initial the address that is set; empty for the public hub
     * @param setAddress takes another
     */
    public HubCard(
            HomeModels models,
            TaskRunner tasks,
            Dialogs dialogs,
            Notifications notifications,
            String initial,
            Consumer<String> setAddress) {
        this.models = models;
        this.tasks = tasks;
        this.question = new TokenQuestion(models, tasks, dialogs, notifications, messages);
        this.setAddress = setAddress;
        addressField = new Field(messages.get("models.hub.address"), address).hint(messages.get("models.hub.hint"));
        address.setText(initial);
        address.setPromptText(HubEnvironment.PUBLIC);
        address.setOnAction(event -> commit());
        address.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                commit();
            }
        });
        address.textProperty().subscribe(text -> addressField.errorProperty().set(""));
        Button set = Buttons.secondary(messages.get("models.token.set"), Feather.KEY, this::ask);
        forget = Buttons.quiet(messages.get("models.token.forget"), null, this::forget);
        forget.setVisible(false);
        card = Card.titled(messages.get("models.hub"), addressField, new VBox(8, says, new HBox(8, set, forget)));
        look();
    }

    /** Its nodes. */
    public Card root() {
        return card;
    }

    private void commit() {
        String text = address.getText().strip();
        try {
            setAddress.accept(
                    text.isEmpty()
                            ? ""
                            : HubEnvironment.address(text, messages.get("models.hub.address"))
                                    .toString());
        } catch (HubException e) {
            addressField.errorProperty().set(e.getMessage());
        }
    }

    private void ask() {
        var _ = tasks.load(
                        messages.get("models.looking"),
                        context -> models.environment().endpoint().getHost())
                .onResult(host -> question.ask(host, this::look, this::trouble))
                .onFailure(this::trouble);
    }

    private void forget() {
        var _ = tasks.load(
                        messages.get("models.token.forget"),
                        context -> models.environment().ownToken().delete())
                .onResult(gone -> look())
                .onFailure(this::trouble);
    }

    private void look() {
        var _ = tasks.load(
                        messages.get("models.looking"),
                        context -> new Known(
                                models.environment()
                                        .token()
                                        .map(HubToken::source)
                                        .orElse(""),
                                models.environment().ownToken().read().isPresent()))
                .onResult(this::show)
                .onFailure(this::trouble);
    }

    private record Known(String source, boolean own) {}

    private void show(Known known) {
        says.setText(
                known.source().isEmpty()
                        ? messages.get("models.token.none")
                        : messages.get("models.token.from", known.source()));
        forget.setVisible(known.own());
    }

    private void trouble(Throwable error) {
        String message = error.getMessage();
        says.setText(message == null ? error.toString() : message);
    }
}
