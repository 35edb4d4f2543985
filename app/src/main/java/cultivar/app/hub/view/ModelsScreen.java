package cultivar.app.hub.view;

import cultivar.runtime.hub.Bytes;
import cultivar.runtime.hub.DownloadListener;
import cultivar.runtime.hub.DownloadPlan;
import cultivar.runtime.hub.DownloadProgress;
import cultivar.runtime.hub.Hub;
import cultivar.runtime.hub.HubException;
import cultivar.runtime.hub.HubModel;
import cultivar.runtime.hub.HubQuery;
import cultivar.runtime.hub.LocalRepository;
import cultivar.runtime.hub.RepoId;
import cultivar.runtime.hub.RepoRevision;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import cultivar.ui.text.Messages;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** Finds base models on the hub, downloads them, and shows those that are on this machine. */
public final class ModelsScreen implements Screen {
    private static final int MOST_FOUND = 30;
    private static final Set<HubException.Reason> TOKEN_HELPS =
            EnumSet.of(HubException.Reason.GATED, HubException.Reason.UNAUTHORIZED, HubException.Reason.FORBIDDEN);

    private final ModelsServices services;
    private final Messages messages = Messages.load(ModelsScreen.class, "cultivar.app.hub.view.texts");
    private final ModelsModel model = new ModelsModel();
    private @Nullable ModelsView view;
    private @Nullable Task<?> searching;

    /** A screen that has not asked anybody anything. */
    public ModelsScreen(ModelsServices services) {
        this.services = services;
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new ModelsView(this, model, messages);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        look();
    }

    ModelsModel model() {
        return model;
    }

    void back() {
        services.back().run();
    }

    void use(String name) {
        services.use().accept(name);
    }

    /** Looks what is on this machine, and which hub would be asked. */
    private void look() {
        var _ = services.tasks()
                .load(
                        messages.get("models.looking"),
                        context -> services.models().local().models())
                .onResult(model.here()::setAll)
                .onFailure(this::trouble);
        var _ = services.tasks()
                .load(
                        messages.get("models.looking"),
                        context -> services.models().environment().endpoint())
                .onResult(model.hub()::set)
                .onFailure(this::trouble);
    }

    /** Asks the hub for what was typed. */
    void search() {
        if (searching != null) {
            searching.cancel();
        }
        String words = model.words().get().strip();
        model.state().set(ScreenState.LOADING);
        searching = services.tasks()
                .load(messages.get("models.searching"), context -> found(words, context))
                .onResult(found -> {
                    model.searched().set(words);
                    model.found().setAll(found);
                    model.state().set(found.isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                })
                .onFailure(error -> {
                    model.failure().set(failure(error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private List<HubModel> found(String words, TaskContext context) {
        try (Hub hub = services.models().open()) {
            return hub.search(new HubQuery(words, false, MOST_FOUND), context::cancelled);
        }
    }

    private record Planned(DownloadPlan plan, long left) {}

    /** Looks what a download would bring, asks, and begins it. */
    void download(RepoId id) {
        if (model.planning().contains(id) || model.coming().containsKey(id)) {
            return;
        }
        model.planning().add(id);
        model.trouble().set("");
        model.about().set(id);
        var _ = services.tasks()
                .load(messages.get("models.planning", id), context -> plan(id, context))
                .onResult(this::confirm)
                .onFailure(this::trouble)
                .onEnd(() -> model.planning().remove(id));
    }

    private Planned plan(RepoId id, TaskContext context) {
        try (Hub hub = services.models().open()) {
            DownloadPlan plan = hub.plan(new RepoRevision(id, RepoRevision.MAIN), context::cancelled);
            return new Planned(plan, hub.left(plan));
        }
    }

    private void confirm(Planned planned) {
        DownloadPlan plan = planned.plan();
        String licence = plan.licence().isEmpty()
                ? messages.get("models.confirm.nolicence")
                : messages.get("models.confirm.licence", plan.licence());
        String text = messages.get("models.confirm.text", plan.files().size(), Bytes.text(plan.bytes()), licence);
        String begun = planned.left() < plan.bytes()
                ? " " + messages.get("models.confirm.begun", Bytes.text(planned.left()))
                : "";
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        messages.get("models.confirm.title", plan.id()),
                        text + begun,
                        messages.get("models.confirm.go", Bytes.text(planned.left()))))
                .thenAccept(agreed -> {
                    if (agreed) {
                        fetch(plan);
                    }
                });
    }

    private void fetch(DownloadPlan plan) {
        RepoId id = plan.id();
        Task<LocalRepository> task =
                services.tasks().io(messages.get("models.task", id), context -> fetched(plan, context));
        model.coming().put(id, task);
        var _ = task.onResult(here -> {
                    services.notifications().success(messages.get("models.done", id));
                    look();
                })
                .onFailure(error -> {
                    model.about().set(id);
                    trouble(error);
                    services.notifications().error(line(error));
                })
                .onEnd(() -> model.coming().remove(id));
    }

    private LocalRepository fetched(DownloadPlan plan, TaskContext context) {
        try (Hub hub = services.models().open()) {
            return hub.fetch(plan, new DownloadListener() {
                @Override
                public void progress(DownloadProgress progress) {
                    context.progress(progress.done(), progress.total());
                    context.detail(detail(progress));
                }

                @Override
                public boolean cancelled() {
                    return context.cancelled();
                }
            });
        }
    }

    private String detail(DownloadProgress progress) {
        String done = Bytes.text(progress.done());
        String total = Bytes.text(progress.total());
        return progress.bytesPerSecond() <= 0
                ? messages.get("models.progress.start", done, total)
                : messages.get(
                        "models.progress",
                        done,
                        total,
                        Bytes.text(Math.round(progress.bytesPerSecond())),
                        duration(progress.secondsLeft()));
    }

    private String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? messages.get("models.seconds", whole)
                : whole < 3600
                        ? messages.get("models.minutes", whole / 60)
                        : messages.get("models.hours", whole / 3600, whole % 3600 / 60);
    }

    /** Remembers a folder elsewhere on this machine. */
    void add(Path folder) {
        model.trouble().set("");
        model.about().set(null);
        var _ = services.tasks()
                .load(
                        messages.get("models.looking"),
                        context -> services.models().known().add(folder))
                .onResult(added -> {
                    services.notifications().success(messages.get("models.added", added.name()));
                    look();
                })
                .onFailure(this::trouble);
    }

    /** Asks for a token; what failed without one can be tried again then. */
    void askForToken() {
        TokenQuestion question = new TokenQuestion(
                services.models(), services.tasks(), services.dialogs(), services.notifications(), messages);
        question.ask(host(), () -> model.trouble().set(""), this::trouble);
    }

    private String host() {
        URI hub = model.hub().get();
        return hub == null ? "" : hub.getHost();
    }

    private void trouble(Throwable error) {
        model.tokenWanted().set(error instanceof HubException hub && TOKEN_HELPS.contains(hub.reason()));
        model.trouble().set(line(error));
    }

    private Failure failure(Throwable error) {
        String line = line(error);
        int end = line.indexOf(". ");
        return end < 0 ? new Failure(line, "") : new Failure(line.substring(0, end + 1), line.substring(end + 2));
    }

    private static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
