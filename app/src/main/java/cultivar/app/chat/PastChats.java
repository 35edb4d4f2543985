package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import cultivar.app.chat.store.ChatRows;
import cultivar.app.chat.store.ChatStore;
import cultivar.app.chat.store.ChatSummary;
import cultivar.app.chat.store.ChatText;
import cultivar.app.chat.store.Preset;
import cultivar.app.chat.store.StoredChat;
import cultivar.app.chat.store.Tally;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.Notice;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.text.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** Leads the list of past chats, presets and exports. FX thread only. */
final class PastChats {
    /** A search reads all that was ever said. */
    private static final Duration TYPING = Duration.millis(200);

    private final ChatModel model;
    private final ChatServices services;
    private final Archive archive;
    private final Messages messages;
    private final PauseTransition pause = new PauseTransition(TYPING);

    PastChats(ChatModel model, ChatServices services, Archive archive, Messages messages) {
        this.model = model;
        this.services = services;
        this.archive = archive;
        this.messages = messages;
        pause.setOnFinished(event -> refresh());
    }

    /** Reads the list again when nothing more is typed into the search. */
    void search() {
        if (model.search().get().isBlank()) {
            pause.stop();
            refresh();
        } else {
            pause.playFromStart();
        }
    }

    /** Reads the list again, as the search wants it. */
    void refresh() {
        String search = model.search().get();
        archive.ask(store -> store.chats(search), found -> {
            if (search.equals(model.search().get()) && !found.equals(model.past())) {
                model.past().setAll(found);
            }
        });
    }

    /** Reads the presets that were saved. */
    void refreshPresets() {
        archive.ask(store -> store.presets().all(), found -> model.presets().setAll(found));
    }

    void savePreset(String name) {
        Preset preset = new Preset(name.strip(), model.draw().get());
        archive.tell(store -> store.presets().save(preset));
        refreshPresets();
    }

    void removePreset(Preset preset) {
        archive.tell(store -> store.presets().remove(preset.name()));
        refreshPresets();
    }

    /** Asks for a name for the settings of now. */
    void askToSavePreset() {
        var _ = services.dialogs()
                .prompt(Prompt.text(
                        messages.get("chat.preset.save.title"),
                        messages.get("chat.preset.save.label"),
                        "",
                        messages.get("chat.preset.save.verb")))
                .thenAccept(name -> name.ifPresent(this::savePreset));
    }

    /** Begins a chat anew; the one that is shown is kept. */
    void begin() {
        model.chat().set(null);
        model.title().set("");
        model.system().set("");
        model.conversation().set(List.of(), null);
    }

    /** Shows a past chat, with the columns that answered last. */
    void open(String id) {
        if (model.busy().get() || id.equals(model.chat().get())) {
            return;
        }
        archive.ask(store -> store.load(id), this::show);
    }

    private void show(StoredChat chat) {
        if (model.busy().get()) {
            return;
        }
        String interrupted = messages.get("chat.interrupted");
        // Before the id, so that the old chat does not get the new one's instructions.
        model.chat().set(null);
        model.title().set(chat.title());
        model.system().set(chat.system());
        model.conversation()
                .set(
                        chat.turns().stream()
                                .map(turn -> Turn.of(turn, interrupted))
                                .toList(),
                        chat.leaf());
        model.chat().set(chat.id());
        model.conversation().leaf().ifPresent(this::takeColumns);
    }

    private void takeColumns(Turn turn) {
        List<Column> columns = turn.answers().stream()
                .filter(answer -> known(answer.who()))
                .sorted(java.util.Comparator.comparingInt(Answer::slot))
                .map(answer -> new Column(answer.slot(), now(answer.who())))
                .toList();
        if (!columns.isEmpty()) {
            model.columns().setAll(columns);
        }
    }

    /** As who answered can answer now: on the base of now, and at a strength that it can have. */
    private Who now(Who who) {
        if (who.isBase()) {
            return Who.base(model.baseName().get());
        }
        return model.fixed(who) ? who.at(1) : who;
    }

    private boolean known(Who who) {
        return who.isBase()
                || model.adapters().stream().anyMatch(each -> each.folder().equals(who.adapter()));
    }

    /** Asks for another title. */
    void askToRename(ChatSummary chat) {
        var _ = services.dialogs()
                .prompt(Prompt.text(
                        messages.get("chat.rename.title"),
                        messages.get("chat.rename.label"),
                        chat.title(),
                        messages.get("chat.rename.verb")))
                .thenAccept(title -> title.ifPresent(text -> rename(chat.id(), text)));
    }

    void rename(String id, String title) {
        String line = title.strip();
        if (id.equals(model.chat().get())) {
            model.title().set(line);
        }
        archive.tell(store -> store.rename(id, line));
        refresh();
    }

    /** Deletes a chat, and offers to take that back. */
    void delete(ChatSummary chat) {
        boolean shown = chat.id().equals(model.chat().get());
        if (shown && model.busy().get()) {
            return;
        }
        archive.tell(store -> store.delete(chat.id()));
        if (shown) {
            begin();
        }
        refresh();
        services.notifications()
                .show(new Notice(
                        Tone.NEUTRAL,
                        messages.get("chat.deleted", chat.title()),
                        messages.get("chat.deleted.undo"),
                        () -> {
                            archive.tell(store -> store.restore(chat.id()));
                            refresh();
                            if (shown && model.conversation().path().isEmpty()) {
                                open(chat.id());
                            }
                        }));
    }

    void exportMarkdown(Path file) {
        String id = model.chat().get();
        if (id != null) {
            export(file, store -> ChatText.markdown(store.load(id)));
        }
    }

    void exportRows(Path file) {
        String id = model.chat().get();
        if (id != null) {
            export(file, store -> ChatRows.of(store.load(id)));
        }
    }

    void exportVotes(Path file) {
        export(file, store -> ChatText.preferences(store.votes().all()));
    }

    private void export(Path file, Function<ChatStore, String> text) {
        archive.ask(
                store -> {
                    write(file, text.apply(store));
                    return file;
                },
                done -> services.notifications().success(messages.get("chat.exported", done)),
                error -> services.notifications().error(messages.get("chat.export.failed", ChatScreen.line(error))));
    }

    /** Beside the file first, so that nothing half-written takes its place. */
    private static void write(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written; choose another place.", e);
        }
    }

    /** Gives how each has done in votes. */
    void tallies(Consumer<List<Tally>> then) {
        archive.ask(store -> store.votes().tallies(), then);
    }

    /** Keeps other instructions of the chat that is shown. */
    void instruct(String system) {
        String id = model.chat().get();
        if (id != null) {
            archive.tell(store -> store.instruct(id, system));
        }
    }
}
