package cultivar.app.publish.view;

import cultivar.app.layout.Columns;
import cultivar.ui.a11y.TextAreas;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.screen.StatePane;
import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Network;
import cultivar.wallet.view.NetworkChoice;
import cultivar.wallet.view.WalletSession;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The screen's nodes: the review with its button, and the result once there is one. */
final class PublishView {
    private final PublishScreen presenter;
    private final PublishServices services;
    private final PublishModel model;
    private final Messages messages;
    private final Page page;
    private final Button register;
    private final ComboBox<Candidate> choice = new ComboBox<>();

    PublishView(PublishScreen presenter, PublishServices services, PublishModel model, Messages messages) {
        this.presenter = presenter;
        this.services = services;
        this.model = model;
        this.messages = messages;
        register = Buttons.primary("", Feather.UPLOAD_CLOUD, presenter::register);
        register.setId("publish-register");
        register.textProperty()
                .bind(services.wallet()
                        .stateProperty()
                        .map(state -> messages.get(
                                switch (state) {
                                    case ABSENT -> "publish.register.create";
                                    case LOCKED -> "publish.register.unlock";
                                    case UNLOCKED -> "publish.register";
                                })));
        register.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.busy().get()
                                || model.name().get().isBlank()
                                || !publishable(model.candidate().get())
                                || services.network().getValue().contracts() == null,
                        model.busy(),
                        model.name(),
                        model.candidate(),
                        services.network()));
        register.visibleProperty().bind(model.sent().isNull());
        register.managedProperty().bind(register.visibleProperty());
        page = new Page(messages.get("publish.title"), messages.get("publish.subtitle"));
        StackPane content = new StackPane();
        Node review = review();
        model.sent()
                .subscribe(sent -> content.getChildren()
                        .setAll(
                                sent == null
                                        ? review
                                        : new ResultPane(presenter, services, model, messages, sent).root()));
        page.scrollingBody(content);
        Node scroll = page.getChildren().getLast();
        StatePane states = new StatePane(scroll)
                .loading(messages.get("publish.loading"))
                .empty(
                        Feather.UPLOAD_CLOUD,
                        messages.get("publish.empty.title"),
                        messages.get("publish.empty.text"),
                        Buttons.primary(messages.get("publish.empty.action"), Feather.SLIDERS, presenter::build))
                .onRetry(presenter::retry);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states).actions(register);
        page.getStylesheets()
                .add(Objects.requireNonNull(PublishView.class.getResource("publish.css"))
                        .toExternalForm());
    }

    Node root() {
        return page;
    }

    /** Puts the focus where the page begins. */
    void focusTop() {
        choice.requestFocus();
    }

    private static boolean publishable(@Nullable Candidate candidate) {
        return candidate != null && candidate.problem() == null && candidate.evaluation() != null;
    }

    private Node review() {
        VBox left = new VBox(16, card(), network());
        VBox right = new VBox(16, new ChecklistCard(presenter, model, messages), new SharesCard(model, messages));
        return new VBox(
                16,
                trouble(model, messages),
                new QueueCard(presenter, model, messages),
                Columns.of(left, right),
                new ManifestCard(model, messages));
    }

    /** The line about what went wrong last; not there when nothing did. */
    static Node trouble(PublishModel model, Messages messages) {
        Label text = Texts.body("");
        text.textProperty().bind(model.trouble());
        HBox line = new HBox(10, new FontIcon(Feather.ALERT_CIRCLE), text);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("publish-trouble", "tone-danger");
        line.visibleProperty().bind(model.trouble().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        line.setAccessibleText(messages.get("publish.trouble"));
        return line;
    }

    private Node card() {
        choice.setItems(model.candidates());
        choice.setId("publish-adapter");
        choice.valueProperty().bindBidirectional(model.candidate());
        TextField name = new TextField();
        name.setId("publish-name");
        name.textProperty().bindBidirectional(model.name());
        TextArea description = TextAreas.leftByTab(new TextArea());
        description.setWrapText(true);
        description.setPrefRowCount(3);
        description.textProperty().bindBidirectional(model.description());
        Field named = new Field(messages.get("publish.name"), name).hint(messages.get("publish.name.hint"));
        model.name()
                .subscribe(
                        text -> named.errorProperty().set(text.isBlank() ? messages.get("publish.name.missing") : ""));
        return Card.titled(
                messages.get("publish.card"),
                new Field(messages.get("publish.adapter"), choice),
                named,
                new Field(messages.get("publish.description"), description));
    }

    private Node network() {
        NetworkChoice choice = new NetworkChoice(services.networks(), services.network());
        Label says = Texts.caption("");
        says.textProperty().bind(services.network().map(this::sentence));
        Label wallet = Texts.caption("");
        wallet.textProperty()
                .bind(services.wallet()
                        .stateProperty()
                        .map(state -> state == WalletSession.State.ABSENT
                                ? messages.get("publish.wallet.absent")
                                : messages.get(
                                        state == WalletSession.State.LOCKED
                                                ? "publish.wallet.locked"
                                                : "publish.wallet.ready",
                                        services.wallet()
                                                .account()
                                                .map(account ->
                                                        account.address().shortForm())
                                                .orElse(""))));
        return Card.titled(
                messages.get("publish.where"), new Field(messages.get("publish.network"), choice), says, wallet);
    }

    private String sentence(Network network) {
        if (network.isEmbedded()) {
            return messages.get("publish.network.demo");
        }
        return network.contracts() == null
                ? messages.get("publish.network.missing", network.label())
                : messages.get("publish.network.real", network.label(), network.coin());
    }
}
