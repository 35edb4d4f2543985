package cultivar.app.publish.view;

import cultivar.app.publish.PublishStep;
import cultivar.finetune.EvaluationListener;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Draft;
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
    private @Nullable PublishView view;
    private @Nullable Path wanted;
    private @Nullable Path named;
    private @Nullable Task<?> drafting;

    /** A screen that has not looked for adapters yet. */
    public PublishScreen(PublishServices services) {
        this.services = services;
        this.walletDialogs = new WalletDialogs(services.wallet(), services.dialogs());
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
        scope.bind(services.wallet().stateProperty(), state -> redraft());
        scope.add(model.name().subscribe(this::redraft));
        scope.add(model.description().subscribe(this::redraft));
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

    /** A publication that was begun: everything but the step that it is at. */
    private record Begun(Candidate candidate, Account account, Network network, Manifest manifest, int steps) {}

    private record Prepared(Begun begun, PublishStep.Next first) {}

    private void prepare(Candidate candidate, Account account, Network network) {
        String name = model.name().get().strip();
        String description = model.description().get().strip();
        model.busy().set(true);
        var _ = services.tasks()
                .io(messages.get("publish.task.prepare"), context -> {
                    Manifest manifest = services.publisher().draft(candidate, name, description, account.address());
                    PublishStep.Next first = services.publisher().begin(manifest, network);
                    if (network.isEmbedded() && first.poor()) {
                        // Demo coin is free: nobody should have to look for a faucet in the middle of this.
                        services.faucet().accept(account.address());
                    }
                    return new Prepared(new Begun(candidate, account, network, manifest, first.left()), first);
                })
                .onResult(prepared -> sign(prepared.begun(), prepared.first()))
                .onFailure(this::trouble)
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
                new Draft(next.call().to(), next.call().value(), next.call().data()),
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
                .io(title, context -> work.call())
                .onResult(advance -> {
                    switch (advance) {
                        case Advance.Sign(PublishStep.Next next) -> sign(begun, next);
                        case Advance.Registered(SentEntry sent) -> {
                            model.verification().set(null);
                            model.sent().set(sent);
                            services.sent().accept(sent);
                        }
                    }
                })
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
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
        redraft();
    }

    /** Computes the manifest anew, for the preview and the hashes. */
    private void redraft() {
        if (drafting != null) {
            drafting.cancel();
            drafting = null;
        }
        Candidate candidate = model.candidate().get();
        Optional<Account> account = services.wallet().account();
        if (candidate == null
                || candidate.problem() != null
                || candidate.evaluation() == null
                || model.name().get().isBlank()) {
            model.manifest().set(null);
            model.hashing().set("");
            return;
        }
        Address creator = account.map(Account::address).orElse(Address.ZERO);
        String name = model.name().get().strip();
        String description = model.description().get().strip();
        drafting = services.tasks()
                .load(
                        messages.get("publish.task.hash"),
                        context -> services.publisher().draft(candidate, name, description, creator))
                .onResult(made -> {
                    model.manifest().set(made);
                    model.hashing().set("");
                })
                .onFailure(error -> {
                    model.manifest().set(null);
                    model.hashing().set(line(error));
                });
    }

    private static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
