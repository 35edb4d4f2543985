package cultivar.app.publish.view;

import cultivar.app.publish.QueuedPublication;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.task.Task;
import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.BundleStatement;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.QueuedBundle;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import java.util.List;
import java.util.Optional;

/** Signs what cannot be sent now and keeps it, and looks after what waits. */
final class Queueing {
    private final PublishServices services;
    private final PublishModel model;
    private final Messages messages;

    Queueing(PublishServices services, PublishModel model, Messages messages) {
        this.services = services;
        this.model = model;
        this.messages = messages;
    }

    /** Looks what waits, and whether its networks answer. */
    Task<List<QueuedPublication>> look() {
        return services.tasks()
                .load(
                        messages.get("publish.queue.look"),
                        context -> services.queue().look())
                .onResult(found -> {
                    // A row that is made anew takes the focus and the press of whoever is at it.
                    if (!found.equals(model.queue())) {
                        model.queue().setAll(found);
                    }
                })
                .onFailure(this::trouble);
    }

    /** Offers to sign a publication now and to send it later. */
    void offer(Candidate candidate, Account account, Network network, Manifest manifest) {
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        messages.get("publish.offline.title", network.label()),
                        messages.get("publish.offline.text", manifest.name(), network.label()),
                        messages.get("publish.offline.verb")))
                .thenAccept(agreed -> {
                    if (agreed) {
                        state(candidate, account, network, manifest);
                    }
                });
    }

    private void state(Candidate candidate, Account account, Network network, Manifest manifest) {
        model.busy().set(true);
        var _ = services.tasks()
                .io(
                        messages.get("publish.task.prepare"),
                        context -> services.queue().statement(candidate.folder(), manifest, network))
                .onResult(statement -> sign(candidate, account, network, manifest, statement))
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    private void sign(
            Candidate candidate, Account account, Network network, Manifest manifest, BundleStatement statement) {
        var _ = services.desk()
                .ask(new SigningRequest.Message(
                        network,
                        account,
                        statement.typedData(),
                        messages.get("publish.queue.purpose", manifest.name())))
                .thenAccept(answer -> {
                    if (!(answer.orElse(null) instanceof Signable.Message(String json))) {
                        return;
                    }
                    Optional<UnlockedWallet> wallet = services.wallet().unlocked();
                    if (wallet.isEmpty()) {
                        model.trouble().set(messages.get("publish.locked"));
                        return;
                    }
                    keep(candidate, manifest, statement, wallet.get().signTypedData(account.index(), json));
                });
    }

    private void keep(Candidate candidate, Manifest manifest, BundleStatement statement, Signature signature) {
        model.busy().set(true);
        var _ = services.tasks()
                .io(
                        messages.get("publish.queue.task"),
                        context -> services.queue().add(candidate.folder(), manifest, statement, signature))
                .onResult((QueuedBundle.Sound kept) -> {
                    model.trouble().set("");
                    services.notifications().success(messages.get("publish.queue.done", kept.name()));
                    var _ = look();
                })
                .onFailure(this::trouble)
                .onEnd(() -> model.busy().set(false));
    }

    /** Takes a publication out of the queue, after a question. */
    void remove(QueuedPublication queued) {
        var _ = services.dialogs()
                .confirm(Confirm.destructive(
                        messages.get(
                                "publish.queue.remove.title", queued.bundle().name()),
                        messages.get("publish.queue.remove.text"),
                        messages.get("publish.queue.remove.verb")))
                .thenAccept(agreed -> {
                    if (agreed) {
                        var _ = services.tasks()
                                .loadAction(
                                        messages.get("publish.queue.remove.task"),
                                        context -> services.queue()
                                                .remove(queued.bundle().id()))
                                .onResult(done -> {
                                    var _ = look();
                                })
                                .onFailure(this::trouble);
                    }
                });
    }

    private void trouble(Throwable error) {
        model.trouble().set(PublishScreen.line(error));
    }
}
