package cultivar.app.publish.view;

import cultivar.app.publish.PublishException;
import cultivar.app.publish.PublishStep;
import cultivar.app.publish.QueuedPublication;
import cultivar.finetune.EvaluationListener;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.QueuedBundle;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import cultivar.wallet.view.SentEntry;
import cultivar.wallet.view.WalletDialogs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** Leads a finished adapter through review, signature and registration to a verification. */
public final class PublishScreen implements Screen {
    private final PublishServices services;
    private final Messages messages = Messages.load(PublishScreen.class, "cultivar.app.publish.view.texts");
    private final PublishModel model = new PublishModel();
    private final WalletDialogs walletDialogs;
    private final Queueing queueing;
    private final Drafting drafting;
    private @Nullable PublishView view;
    private @Nullable Path wanted;
    private @Nullable Path named;

    /** A screen that has not looked for adapters yet. */
    public PublishScreen(PublishServices services) {
        this.services = services;
        this.walletDialogs = new WalletDialogs(services.wallet(), services.dialogs());
        this.queueing = new Queueing(services, model, messages);
        this.drafting = new Drafting(services, model, messages);
    }

    /** Chooses the adapter to publish; null leaves the choice as it is. */
    public void choose(@Nullable Path adapter) {
        if (adapter != null) {
            wanted = adapter;
            model.sent().set(null);
        }
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new PublishView(this, services, model, messages);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(load());
        scope.add(queueing.look());
        scope.bind(services.wallet().stateProperty(), state -> drafting.redraft());
        scope.add(model.name().subscribe(drafting::redraft));
        scope.add(model.description().subscribe(drafting::redraft));
        scope.bind(model.candidate(), this::chosen);
    }

    void retry() {
        var _ = load();
    }

    void focusTop() {
        if (view != null) {
            view.focusTop();
        }
    }

    void build() {
        services.build().run();
    }

    /** Asks both models the held-out rows; the result appears in the checklist. */
    void evaluate() {
        Candidate candidate = model.candidate().get();
        if (candidate == null || model.busy().get()) {
            return;
        }
        // The button that was pressed is disabled now; without this the focus would go down the page, and the page with
        // it.
        focusTop();
        model.busy().set(true);
        model.trouble().set("");
        var _ = services.tasks()
                .computeAction(
                        messages.get("publish.task.evaluate", candidate.name()),
                        context -> services.publisher().evaluate(candidate, new EvaluationListener() {
                            @Override
                            public void onAnswer(int done, int total) {
                                context.progress(done, total);
                                context.detail(messages.get("publish.task.evaluate.detail", done, total));
                            }

                            @Override
                            public boolean cancelled() {
                                return context.cancelled();
                            }
                        }))
                .onResult(done -> retry())
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    void again() {
        model.sent().set(null);
        model.verification().set(null);
    }

    /** From the button to the block: wallet, coin, signature, registration. */
    void register() {
        Candidate candidate = model.candidate().get();
        if (candidate == null || model.busy().get()) {
            return;
        }
        model.trouble().set("");
        var _ = walletDialogs.ready().thenAccept(ready -> {
            Optional<Account> account = services.wallet().account();
            if (ready && account.isPresent()) {
                prepare(candidate, account.get(), services.network().getValue());
            }
        });
    }

    /**
     * A publication that was begun: everything but the step that it is at.
     *
     * @param queued what it was in the queue; empty if it was not
     */
    private record Begun(
            Candidate candidate,
            Account account,
            Network network,
            Manifest manifest,
            int steps,
            Optional<QueuedBundle.Sound> queued) {}

    /** What came of the first look at a network. */
    private sealed interface Start {
        /** It answers. */
        sealed interface Answered extends Start {}

        record Prepared(Begun begun, PublishStep.Next first) implements Answered {}

        /** It was registered before; only the note of that was missing. */
        record Noted(SentEntry sent) implements Answered {}

        /** It does not answer. */
        record Offline(Manifest manifest, String why) implements Start {}
    }

    private void prepare(Candidate candidate, Account account, Network network) {
        String name = model.name().get().strip();
        String description = model.description().get().strip();
        model.busy().set(true);
        var _ = services.tasks()
                .<Start>io(messages.get("publish.task.prepare"), context -> {
                    Manifest manifest = services.publisher().draft(candidate, name, description, account.address());
                    try {
                        return begin(candidate, account, network, manifest, Optional.empty());
                    } catch (UnreachableException e) {
                        return new Start.Offline(manifest, line(e));
                    }
                })
                .onResult(start -> {
                    switch (start) {
                        case Start.Prepared(Begun begun, PublishStep.Next first) -> sign(begun, first);
                        case Start.Noted(SentEntry sent) -> registered(sent);
                        case Start.Offline(Manifest manifest, String why) -> {
                            model.trouble().set(why);
                            queueing.offer(candidate, account, network, manifest);
                        }
                    }
                })
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    private Start.Answered begin(
            Candidate candidate,
            Account account,
            Network network,
            Manifest manifest,
            Optional<QueuedBundle.Sound> queued) {
        return switch (services.publisher().begin(candidate, manifest, network)) {
            case Advance.Sign(PublishStep.Next first) -> {
                if (network.isEmbedded() && first.poor()) {
                    // Demo coin is free: nobody should have to look for a faucet in the middle of this.
                    services.faucet().accept(account.address());
                }
                yield new Start.Prepared(new Begun(candidate, account, network, manifest, first.left(), queued), first);
            }
            case Advance.Registered(SentEntry sent) -> {
                queued.ifPresent(each -> services.queue().remove(each.id()));
                yield new Start.Noted(sent);
            }
        };
    }

    void lookAtQueue() {
        var _ = queueing.look();
    }

    void removeQueued(QueuedPublication queued) {
        queueing.remove(queued);
    }

    /** Sends what waited, by the same steps as any publication. */
    void sendQueued(QueuedPublication queued) {
        if (model.busy().get()) {
            return;
        }
        model.trouble().set("");
        var _ = walletDialogs.ready().thenAccept(ready -> {
            if (ready) {
                prepareQueued(queued.bundle().id());
            }
        });
    }

    private void prepareQueued(String id) {
        List<Candidate> candidates = List.copyOf(model.candidates());
        List<Account> accounts = List.copyOf(services.wallet().accounts());
        model.busy().set(true);
        var _ = services.tasks()
                .io(messages.get("publish.task.prepare"), context -> {
                    QueuedBundle.Sound sound = services.queue().require(id);
                    Candidate candidate = candidates.stream()
                            .filter(each -> each.folder().toAbsolutePath().equals(sound.adapter()))
                            .findFirst()
                            .orElseThrow(() -> new PublishException(messages.get(
                                    "publish.queue.stranger", sound.adapter().toString())));
                    String creator = sound.manifest().creator();
                    Account account = accounts.stream()
                            .filter(each -> each.address().toString().equals(creator) && each.canSign())
                            .findFirst()
                            .orElseThrow(() ->
                                    new PublishException(messages.get("publish.queue.other", sound.name(), creator)));
                    return begin(
                            candidate, account, services.queue().network(sound), sound.manifest(), Optional.of(sound));
                })
                .onResult(start -> {
                    switch (start) {
                        case Start.Prepared(Begun begun, PublishStep.Next first) -> {
                            services.network().setValue(begun.network());
                            sign(begun, first);
                        }
                        case Start.Noted(SentEntry sent) -> registered(sent);
                    }
                })
                .onFailure(error -> {
                    trouble(error);
                    lookAtQueue();
                })
                .onEnd(() -> model.busy().set(false));
    }

    private void sign(Begun begun, PublishStep.Next next) {
        if (next.sent().isPresent()) {
            advance(
                    begun,
                    messages.get("publish.task.wait"),
                    () -> services.publisher().goOn(begun.candidate(), begun.manifest(), begun.network(), next));
            return;
        }
        SigningRequest.Send asked = new SigningRequest.Send(
                begun.network(),
                begun.account(),
                next.call().draft(),
                messages.get(
                        begun.steps() == 1 ? "publish.purpose" : "publish.purpose.step",
                        begun.manifest().name(),
                        begun.steps() - next.left() + 1,
                        begun.steps()));
        var _ = services.desk().ask(asked).thenAccept(answer -> {
            if (!(answer.orElse(null) instanceof Signable.Send agreed)) {
                return;
            }
            Optional<UnlockedWallet> wallet = services.wallet().unlocked();
            if (wallet.isEmpty()) {
                model.trouble().set(messages.get("publish.locked"));
                return;
            }
            AccountSigner signer =
                    new AccountSigner(wallet.get(), begun.account().index());
            advance(
                    begun,
                    messages.get("publish.task.send"),
                    () -> services.publisher()
                            .send(begun.candidate(), begun.manifest(), begun.network(), next, agreed, signer));
        });
    }

    /** Does a step and goes on with what comes after it. */
    private void advance(Begun begun, String title, Callable<Advance> work) {
        model.busy().set(true);
        var _ = services.tasks()
                .io(title, context -> {
                    // While a dialog is open somebody has time to change what was signed.
                    begun.queued().ifPresent(queued -> services.queue().require(queued.id()));
                    Advance advance = work.call();
                    if (advance instanceof Advance.Registered) {
                        begun.queued().ifPresent(queued -> services.queue().remove(queued.id()));
                    }
                    return advance;
                })
                .onResult(advance -> {
                    switch (advance) {
                        case Advance.Sign(PublishStep.Next next) -> sign(begun, next);
                        case Advance.Registered(SentEntry sent) -> registered(sent);
                    }
                })
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    private void registered(SentEntry sent) {
        model.verification().set(null);
        model.sent().set(sent);
        services.sent().accept(sent);
        lookAtQueue();
    }

    /** Recomputes what was registered a moment ago. */
    void verify() {
        SentEntry sent = model.sent().get();
        if (sent == null || model.busy().get()) {
            return;
        }
        Network network = services.network().getValue();
        model.busy().set(true);
        model.trouble().set("");
        var _ = services.tasks()
                .io(
                        messages.get("publish.task.verify"),
                        context -> services.publisher().verify(sent.folder(), network))
                .onResult(found -> {
                    model.verification().set(found);
                    if (found.holds()) {
                        services.verified().run();
                    }
                })
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    private void trouble(Throwable error) {
        model.trouble().set(line(error));
    }

    private Task<List<Candidate>> load() {
        return services.tasks()
                .load(
                        messages.get("publish.loading"),
                        context -> services.publisher().candidates())
                .onResult(found -> {
                    Candidate before = model.candidate().get();
                    Path keep = wanted != null ? wanted : before == null ? null : before.folder();
                    wanted = null;
                    if (!found.equals(model.candidates())) {
                        model.candidates().setAll(found);
                        model.candidate()
                                .set(found.stream()
                                        .filter(each -> each.folder().equals(keep))
                                        .findFirst()
                                        .orElse(found.isEmpty() ? null : found.getFirst()));
                    } else if (keep != null) {
                        found.stream()
                                .filter(each -> each.folder().equals(keep))
                                .findFirst()
                                .ifPresent(model.candidate()::set);
                    }
                    model.state().set(found.isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                })
                .onFailure(error -> {
                    model.failure().set(new Failure(messages.get("publish.failed"), line(error)));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private void chosen(@Nullable Candidate candidate) {
        if (candidate != null && !candidate.folder().equals(named)) {
            named = candidate.folder();
            model.name().set(candidate.name());
            model.description()
                    .set(messages.get(
                            "publish.description.initial", candidate.base(), String.join(", ", candidate.datanets())));
            model.trouble().set("");
        }
        drafting.redraft();
    }

    static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
