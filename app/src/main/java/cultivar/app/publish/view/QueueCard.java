package cultivar.app.publish.view;

import cultivar.app.publish.QueuedPublication;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.text.Messages;
import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.BundleStatement;
import cultivar.wallet.registry.QueuedBundle;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What was signed and waits for its network; not there while nothing does. */
final class QueueCard extends VBox {
    private final PublishScreen presenter;
    private final PublishModel model;
    private final Messages messages;
    private final VBox rows = new VBox(14);

    QueueCard(PublishScreen presenter, PublishModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        Button look = Buttons.quiet(messages.get("publish.queue.again"), Feather.REFRESH_CW, presenter::lookAtQueue);
        look.setId("queue-look");
        getChildren()
                .add(Card.titled(messages.get("publish.queue"), Texts.caption(messages.get("publish.queue.text")), rows)
                        .actions(look));
        visibleProperty().bind(Bindings.isNotEmpty(model.queue()));
        managedProperty().bind(visibleProperty());
        model.queue().subscribe(this::update);
    }

    private void update() {
        rows.getChildren().setAll(model.queue().stream().map(this::row).toList());
    }

    private Node row(QueuedPublication queued) {
        Label name = new Label(queued.bundle().name());
        name.getStyleClass().add("strong");
        HBox head = new HBox(8, name, badge(queued.state()));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(2, head);
        lines(queued).forEach(line -> words.getChildren().add(Texts.caption(line)));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button send = Buttons.secondary(
                messages.get("publish.queue.send"), Feather.UPLOAD_CLOUD, () -> presenter.sendQueued(queued));
        send.setId("queue-send");
        send.setMinWidth(USE_PREF_SIZE);
        send.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> model.busy().get() || !(queued.state() instanceof QueuedPublication.State.Ready),
                        model.busy()));
        Button remove = Buttons.icon(
                Feather.TRASH_2,
                messages.get("publish.queue.remove", queued.bundle().name()),
                () -> presenter.removeQueued(queued));
        remove.setId("queue-remove");
        remove.disableProperty().bind(model.busy());
        HBox row = new HBox(12, words, send, remove);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Badge badge(QueuedPublication.State state) {
        return switch (state) {
            case QueuedPublication.State.Ready _ -> new Badge(messages.get("publish.queue.ready"), Tone.SUCCESS);
            case QueuedPublication.State.Waiting _ -> new Badge(messages.get("publish.queue.waits"), Tone.NEUTRAL);
            case QueuedPublication.State.Stuck _ -> new Badge(messages.get("publish.queue.stuck"), Tone.DANGER);
        };
    }

    private List<String> lines(QueuedPublication queued) {
        String state = switch (queued.state()) {
            case QueuedPublication.State.Ready(int left) -> messages.get("publish.queue.left", left);
            case QueuedPublication.State.Waiting(String why) -> why;
            case QueuedPublication.State.Stuck(String why) -> why;
        };
        return switch (queued.bundle()) {
            case QueuedBundle.Sound sound -> List.of(signed(sound, queued.network()), state);
            case QueuedBundle.Damaged _ -> List.of(state);
        };
    }

    private String signed(QueuedBundle.Sound sound, String network) {
        BundleStatement statement = sound.bundle().statement();
        return messages.get(
                "publish.queue.signed",
                network,
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(Instant.parse(statement.signed()).atZone(ZoneId.systemDefault())),
                Address.parse(statement.creator()).shortForm());
    }
}
