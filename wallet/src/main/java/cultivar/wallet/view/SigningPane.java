package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.screen.Lifecycle;
import cultivar.wallet.keys.Account;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Review;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The dialog about one request. First what will happen, then where and for whom, then what a try showed and what it
 * costs; the bytes are folded away. Cancelling is the default, and nothing can be signed before the try has come and the
 * dialog has stood still for a moment.
 */
final class SigningPane {
    /** Shorter than anybody reads, longer than a second click that was meant for the dialog before. */
    static final Duration STILL = Duration.millis(700);

    private static final double WIDTH = 560;
    private static final double HIGHEST = 520;

    private final Words words;
    private final SigningServices services;
    private final SigningRequest request;
    private final DialogHandle<Signable> handle;
    private final SigningModel model = new SigningModel();
    private final ReviewParts parts;
    private final VBox body = new VBox(14);
    private final VBox root = new VBox(14);
    private final PauseTransition still = new PauseTransition(STILL);
    private Lifecycle shown = new Lifecycle();

    private record Looked(Review review, boolean expert) {}

    SigningPane(
            Words words,
            SigningServices services,
            SigningDesk desk,
            SigningRequest request,
            DialogHandle<Signable> handle) {
        this.words = words;
        this.services = services;
        this.request = request;
        this.handle = handle;
        this.parts = new ReviewParts(words, model);
        body.setId("signing-body");
        body.getStyleClass().add("signing-body");
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "signing-scroll");
        scroll.setMaxHeight(HIGHEST);
        // What wraps knows its height only when it has its width.
        scroll.prefViewportHeightProperty().bind(body.heightProperty());
        root.setPrefWidth(WIDTH);
        root.getStylesheets()
                .add(Objects.requireNonNull(SigningPane.class.getResource("wallet.css"))
                        .toExternalForm());
        Badge place = new Badge("", Tone.NEUTRAL);
        place.setId("signing-place");
        place.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get(
                                "sign.place",
                                desk.placeProperty().get(),
                                desk.totalProperty().get()),
                        desk.placeProperty(),
                        desk.totalProperty()));
        place.visibleProperty().bind(desk.totalProperty().greaterThan(1));
        place.managedProperty().bind(place.visibleProperty());
        root.getChildren().addAll(place, scroll, buttons());
        still.setOnFinished(event -> model.settled().set(true));
        model.review().subscribe(review -> show(review));
        Lifecycle.attach(root, this::opened);
    }

    Node root() {
        return root;
    }

    private void opened(Lifecycle scope) {
        shown = scope;
        scope.onClose(still::stop);
        scope.onClose(() -> model.password().set(""));
        if (model.review().get() == null) {
            look(scope);
        } else {
            still.playFromStart();
        }
    }

    private void look(Lifecycle scope) {
        model.review().set(null);
        List<Account> accounts = List.copyOf(services.session().accounts());
        scope.add(services.tasks()
                .load(
                        words.get("sign.looking"),
                        context -> new Looked(
                                services.reviewer()
                                        .review(request, services.circle().apply(accounts)),
                                services.expert().getAsBoolean()))
                .onResult(looked -> {
                    model.settled().set(false);
                    model.expert(looked.expert());
                    model.review().set(looked.review());
                    still.playFromStart();
                })
                .onFailure(error -> failed(scope, error)));
    }

    private void failed(Lifecycle scope, Throwable error) {
        Button again = Buttons.secondary(words.get("sign.again"), Feather.REFRESH_CW, () -> look(scope));
        again.setId("signing-again");
        body.getChildren().setAll(parts.row(Tone.DANGER, Feather.ALERT_OCTAGON, Words.line(error)), again);
    }

    private void show(@Nullable Review review) {
        body.getChildren().clear();
        if (review == null) {
            body.getChildren().addAll(parts.sentence(request.purpose()), parts.looking());
            return;
        }
        root.getStyleClass().add("signing-details");
        body.getChildren().addAll(parts.purpose(request.purpose()), parts.meaning(review.meaning()));
        switch (review) {
            case Review.OfSend send -> {
                body.getChildren()
                        .addAll(
                                parts.network(request.network()),
                                parts.parties(request.account(), review.recipient()),
                                parts.forecast(send, this::takeDemoCoin),
                                parts.cost(send));
                if (!send.rules().enabled()) {
                    body.getChildren()
                            .add(parts.row(
                                    Tone.DANGER,
                                    Feather.ALERT_OCTAGON,
                                    words.get("sign.off", request.network().label())));
                }
                body.getChildren().add(password());
            }
            case Review.OfMessage _ ->
                body.getChildren()
                        .addAll(
                                parts.network(request.network()),
                                parts.parties(request.account(), review.recipient()),
                                Texts.caption(words.get("sign.message.free")));
        }
        if (model.needsInsisting()) {
            body.getChildren().add(insisting(review));
        }
        body.getChildren().add(parts.details(review));
    }

    private Node insisting(Review review) {
        if (!model.mayInsist()) {
            return Texts.caption(words.get(
                    review.meaning() instanceof Meaning.Unknown ? "sign.blind.refused" : "sign.failing.refused"));
        }
        CheckBox box = new CheckBox(words.get("sign.insist"));
        box.setId("signing-insist");
        box.setWrapText(true);
        box.selectedProperty().bindBidirectional(model.insisted());
        return box;
    }

    private Node password() {
        PasswordField input = new PasswordField();
        input.setId("signing-password");
        Field field = new Field(words.get("sign.password"), input).hint(words.get("sign.password.hint"));
        input.textProperty().bindBidirectional(model.password());
        input.setOnAction(event -> {
            if (model.signable().get()) {
                sign(field);
            }
        });
        field.visibleProperty()
                .bind(Bindings.createBooleanBinding(model::needsPassword, model.review(), model.speed()));
        field.managedProperty().bind(field.visibleProperty());
        model.password().subscribe(text -> {
            if (!text.isEmpty()) {
                field.errorProperty().set("");
            }
        });
        root.getProperties().put(Field.class, field);
        return field;
    }

    private Node buttons() {
        Button cancel = DialogButtons.first(Buttons.secondary(words.get("sign.cancel"), null, handle::cancel));
        cancel.setId("signing-cancel");
        cancel.setCancelButton(true);
        cancel.setDefaultButton(true);
        boolean send = request instanceof SigningRequest.Send;
        Button sign = Buttons.secondary(
                words.get(send ? "sign.verb" : "sign.message.verb"),
                Feather.EDIT_3,
                () -> sign(root.getProperties().get(Field.class) instanceof Field field ? field : null));
        sign.setId("signing-sign");
        sign.disableProperty().bind(model.signable().not());
        return new DialogButtons(cancel, sign);
    }

    private void sign(@Nullable Field complaint) {
        Review review = model.review().get();
        if (review == null || !model.signable().get()) {
            return;
        }
        switch (review) {
            case Review.OfMessage message -> handle.submit(new Signable.Message(message.json()));
            case Review.OfSend send when model.needsPassword() -> approve(send, complaint);
            case Review.OfSend send ->
                handle.submit(new Signable.Send(send.outgoing(model.speed().get()), Optional.empty()));
        }
    }

    /** Above the limit, whoever sits there has to know the password, not only find the window open. */
    private void approve(Review.OfSend send, @Nullable Field complaint) {
        char[] secret = model.password().get().toCharArray();
        model.password().set("");
        root.setDisable(true);
        var _ = services.session()
                .approve(secret)
                .onResult(approval -> handle.submit(
                        new Signable.Send(send.outgoing(model.speed().get()), Optional.of(approval))))
                .onFailure(error -> {
                    root.setDisable(false);
                    if (complaint != null) {
                        complaint.errorProperty().set(Words.line(error));
                    }
                })
                .onEnd(() -> Arrays.fill(secret, '\0'));
    }

    private void takeDemoCoin() {
        root.setDisable(true);
        var _ = services.tasks()
                .ioAction(
                        words.get("faucet.task"),
                        context -> services.faucet().accept(request.account().address()))
                .onResult(done -> look(shown))
                .onFailure(error -> {
                    model.review().set(null);
                    failed(shown, error);
                })
                .onEnd(() -> root.setDisable(false));
    }
}
