package cultivar.app.chat;

import atlantafx.base.controls.Popover;
import cultivar.app.chat.store.Preset;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Chip;
import cultivar.ui.text.Messages;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What can be done at the top of the chat. */
final class ChatActions {
    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;

    ChatActions(ChatScreen presenter, ChatModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
    }

    Node[] nodes() {
        ToggleButton past = toggle(Feather.CLOCK, "chat.past");
        past.setId("chat-past");
        past.selectedProperty().bindBidirectional(model.pastShown());
        ToggleButton locked = toggle(Feather.LOCK, "chat.locked");
        locked.setId("chat-locked");
        locked.selectedProperty().bindBidirectional(model.locked());
        locked.visibleProperty().bind(Bindings.size(model.columns()).greaterThan(1));
        locked.managedProperty().bind(locked.visibleProperty());
        return new Node[] {past, locked, blind(), settings(), more(), begin()};
    }

    private ToggleButton toggle(Feather icon, String key) {
        ToggleButton button = new ToggleButton("", new FontIcon(icon));
        button.getStyleClass().add("chat-toggle");
        return Described.describe(button, messages, key);
    }

    private Node blind() {
        Chip blind = new Chip(messages.get("chat.blind"));
        blind.setId("chat-blind");
        Described.describe(blind, messages, "chat.blind");
        blind.selectedProperty().bindBidirectional(model.blind());
        blind.disableProperty().bind(Bindings.size(model.columns()).lessThan(2));
        return blind;
    }

    private Node settings() {
        Button button = Buttons.secondary("", Feather.SLIDERS, () -> {});
        button.textProperty().bind(Bindings.createStringBinding(this::settingsName, model.draw(), model.presets()));
        Described.describe(button, messages.get("chat.settings"), messages.get("chat.settings.help"), null);
        button.setId("chat-settings");
        // One for good, since it follows the model.
        SamplingPane pane = new SamplingPane(presenter.past(), model, messages);
        button.setOnAction(event -> {
            Popover popover = new Popover(pane);
            popover.setDetachable(false);
            popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
            popover.show(button);
        });
        return button;
    }

    private String settingsName() {
        return Presets.named(messages, model.presets()).stream()
                .filter(preset -> preset.draw().drawsAs(model.draw().get()))
                .findFirst()
                .map(Preset::name)
                .orElseGet(() ->
                        messages.get("chat.settings.drawn", model.draw().get().temperature()));
    }

    private Node more() {
        MenuButton more = new MenuButton("", new FontIcon(Feather.MORE_HORIZONTAL));
        more.getStyleClass().addAll("button-icon", "no-arrow");
        more.setId("chat-more");
        Described.describe(more, messages, "chat.more");
        MenuItem markdown = item(
                "chat.export.markdown",
                () -> save(more, "chat.md", file -> presenter.past().exportMarkdown(file)));
        MenuItem rows = item(
                "chat.export.rows",
                () -> save(more, "chat.jsonl", file -> presenter.past().exportRows(file)));
        markdown.disableProperty().bind(model.chat().isNull());
        rows.disableProperty().bind(model.chat().isNull());
        MenuItem tallies = item(
                "chat.tallies",
                () -> presenter
                        .past()
                        .tallies(found -> TallyPane.show(presenter.services().dialogs(), found, messages)));
        MenuItem votes = item(
                "chat.export.votes",
                () -> save(more, "preferences.jsonl", file -> presenter.past().exportVotes(file)));
        more.getItems().addAll(markdown, rows, tallies, votes);
        return more;
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(messages.get(key));
        item.setOnAction(event -> action.run());
        return item;
    }

    private void save(Node source, String name, Consumer<Path> then) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(messages.get("chat.export.title"));
        chooser.setInitialFileName(name);
        @Nullable File file = chooser.showSaveDialog(source.getScene().getWindow());
        if (file != null) {
            then.accept(file.toPath());
        }
    }

    private Node begin() {
        Button begin = Buttons.secondary(messages.get("chat.new"), Feather.PLUS, presenter::begin);
        begin.setId("chat-new");
        begin.disableProperty()
                .bind(model.busy().or(Bindings.isEmpty(model.conversation().path())));
        return Described.describe(
                begin, messages.get("chat.new"), null, new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN));
    }
}
