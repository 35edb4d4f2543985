package cultivar.app.chat;

import cultivar.app.chat.ask.Readiness;
import cultivar.app.chat.ask.Who;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** Asks the base model and adapters the same thing, with the same seed and settings, at the same time. */
public final class ChatScreen implements Screen {
    private final ChatServices services;
    private final Messages messages = Messages.load(ChatScreen.class, "cultivar.app.chat.texts");
    private final ChatModel model = new ChatModel();
    private final Talk talk;
    private final PastChats past;
    private @Nullable ChatView view;
    private @Nullable Path wanted;
    /** The adapter whose base was opened for it. */
    private @Nullable Path openedFor;
    /** Whether the composer is to have the keyboard as soon as somebody can answer. */
    private boolean composing;

    private Found all = new Found(List.of(), List.of());
    private boolean loaded;

    private record Found(List<ChatAdapter> adapters, List<String> bases) {}

    /** A chat without a word in it. */
    public ChatScreen(ChatServices services) {
        this.services = services;
        Archive archive = new Archive(
                services.chats(),
                services.keeper(),
                error -> services.notifications().error(messages.get("chat.store.failed", line(error))));
        this.past = new PastChats(model, services, archive, messages);
        this.talk = new Talk(model, services, archive, past::refresh);
        model.busy().subscribe(busy -> {
            if (!busy) {
                selectWanted();
            }
        });
        model.search().subscribe(past::search);
        model.system().subscribe(past::instruct);
        past.refresh();
        past.refreshPresets();
    }

    /** Chooses the adapter that answers beside the base; null leaves the choice as it is. */
    public void choose(@Nullable Path adapter) {
        wanted = adapter;
        selectWanted();
        if (adapter != null) {
            composeWhenReady();
        }
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new ChatView(this, model, messages);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load());
        scope.bind(services.engine(), state -> update());
    }

    Talk talk() {
        return talk;
    }

    PastChats past() {
        return past;
    }

    ChatModel model() {
        return model;
    }

    ChatServices services() {
        return services;
    }

    void retry() {
        if (services.engine().getValue() instanceof Readiness.Failed) {
            services.ways().startEngine().run();
        }
        var _ = load();
    }

    /** Adds a column: an adapter that does not answer yet, or else the base. */
    void addColumn() {
        Who who = model.adapters().stream()
                .filter(adapter -> model.columns().stream()
                        .noneMatch(column ->
                                adapter.folder().equals(column.who().get().adapter())))
                .findFirst()
                .map(ChatAdapter::who)
                .orElseGet(() -> Who.base(model.baseName().get()));
        addColumn(who);
    }

    private void addColumn(Who who) {
        if (model.columns().size() >= ChatModel.MOST_COLUMNS || model.busy().get()) {
            return;
        }
        int slot = 0;
        while (taken(slot)) {
            slot++;
        }
        model.columns().add(new Column(slot, who));
    }

    private boolean taken(int slot) {
        return model.columns().stream().anyMatch(column -> column.slot() == slot);
    }

    /** Begins a chat anew, and waits for its first question. */
    void begin() {
        if (!model.busy().get()) {
            past.begin();
            compose();
        }
    }

    /** Puts the cursor where questions are written. */
    void compose() {
        if (view != null) {
            view.compose();
        }
    }

    private void composeWhenReady() {
        composing = true;
        composeIfReady();
    }

    private void composeIfReady() {
        if (composing
                && model.state().get() == ScreenState.READY
                && view != null
                && view.root().getScene() != null) {
            composing = false;
            compose();
        }
    }

    void removeColumn(Column column) {
        if (model.columns().size() > 1 && !model.busy().get()) {
            model.columns().remove(column);
        }
    }

    /** Lets another answer in a column, as it was trained. */
    void choose(Column column, Who who) {
        column.strength().set(1);
        column.who().set(who);
        // The examples are those of the adapters that answer.
        model.columns().set(model.columns().indexOf(column), column);
    }

    /** Keeps what has come of answers while the studio closes. */
    public void close() {
        talk.cut();
    }

    /** Has an adapter's base answer in the place of the one that does, and the adapter beside it. */
    void answerWith(ChatAdapter other) {
        if (!model.busy().get()) {
            wanted = other.folder();
            openedFor = other.folder();
            open(onFailure -> services.bases().chooseFor(other, onFailure));
        }
    }

    /** Has another base answer in the place of the one that does. */
    void answerOn(String base) {
        if (!model.busy().get()) {
            wanted = null;
            open(onFailure -> services.bases().choose(base, onFailure));
        }
    }

    private void open(Consumer<Consumer<String>> choice) {
        model.state().set(ScreenState.LOADING);
        composeWhenReady();
        choice.accept(why -> {
            wanted = null;
            openedFor = null;
            services.notifications().error(messages.get("chat.base.failed", why));
            update();
        });
    }

    private Task<Found> load() {
        return services.tasks()
                .load(
                        messages.get("chat.loading"),
                        context -> new Found(
                                services.adapters().call(), services.bases().names()))
                .onResult(found -> {
                    all = found;
                    loaded = true;
                    update();
                })
                .onFailure(error -> unread(line(error)));
    }

    /** What was read before stays, so that a talk goes on. */
    private void unread(String why) {
        if (loaded) {
            services.notifications().error(messages.get("chat.adapters.unread", why));
        } else {
            fail(messages.get("chat.failed.adapters"), why);
        }
    }

    private void update() {
        switch (services.engine().getValue()) {
            case Readiness.Failed(String reason) -> fail(messages.get("chat.failed.engine"), reason);
            case Readiness.Starting() -> {
                // An engine that comes back is waited for by whoever asks; the talk stays in sight.
                if (model.state().get() != ScreenState.READY) {
                    model.state().set(ScreenState.LOADING);
                }
            }
            case Readiness.Ready(String baseName, Path folder) -> {
                model.baseName().set(baseName);
                model.state().set(loaded ? ScreenState.READY : ScreenState.LOADING);
                if (loaded) {
                    sort(baseName, folder);
                    ready(baseName);
                }
                composeIfReady();
            }
        }
    }

    /** Those of the base can answer, and others cannot. */
    private void sort(String name, Path base) {
        Map<Boolean, List<ChatAdapter>> here =
                all.adapters().stream().collect(Collectors.partitioningBy(adapter -> adapter.answersOn(name, base)));
        List<ChatAdapter> adapters = here.getOrDefault(true, List.of());
        if (!adapters.equals(model.adapters())) {
            model.adapters().setAll(adapters);
        }
        model.others().setAll(here.getOrDefault(false, List.of()));
        model.otherBases()
                .setAll(all.bases().stream().filter(each -> !each.equals(name)).toList());
    }

    private void ready(String baseName) {
        model.columns().removeIf(column -> !isThere(column.who().get()));
        model.columns().stream()
                .filter(column -> column.who().get().isBase())
                .forEach(column -> column.who().set(Who.base(baseName)));
        if (model.columns().isEmpty()) {
            model.columns().add(new Column(0, Who.base(baseName)));
            model.adapters().stream()
                    .findFirst()
                    .ifPresent(newest -> model.columns().add(new Column(1, newest.who())));
        }
        selectWanted();
    }

    private boolean isThere(Who who) {
        return who.isBase()
                || model.adapters().stream().anyMatch(each -> each.folder().equals(who.adapter()));
    }

    /** Puts the adapter that somebody came here for into the last column that has one. */
    private void selectWanted() {
        Path folder = wanted;
        if (folder == null || model.busy().get() || model.columns().isEmpty()) {
            return;
        }
        model.others().stream()
                .filter(each -> each.folder().equals(folder))
                .findFirst()
                .ifPresent(this::openFor);
        model.adapters().stream()
                .filter(each -> each.folder().equals(folder))
                .findFirst()
                .ifPresent(found -> {
                    wanted = null;
                    openedFor = null;
                    if (model.columns().stream()
                            .anyMatch(column -> folder.equals(column.who().get().adapter()))) {
                        return;
                    }
                    model.columns().stream()
                            .filter(column -> !column.who().get().isBase())
                            .reduce((one, other) -> other)
                            .ifPresentOrElse(column -> choose(column, found.who()), () -> addColumn(found.who()));
                });
    }

    private void openFor(ChatAdapter other) {
        if (other.folder().equals(openedFor)) {
            wanted = null;
            openedFor = null;
            warnOfItsBase(other);
        } else {
            answerWith(other);
        }
    }

    private void warnOfItsBase(ChatAdapter other) {
        services.notifications()
                .warning(messages.get(
                        "chat.other.base",
                        other.name(),
                        other.baseName(),
                        model.baseName().get(),
                        other.base() == null ? "" : other.base().folder(),
                        other.folder()));
    }

    private void fail(String what, String todo) {
        model.failure().set(new Failure(what, todo));
        model.state().set(ScreenState.FAILED);
    }

    static String line(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.toString() : message;
    }
}
