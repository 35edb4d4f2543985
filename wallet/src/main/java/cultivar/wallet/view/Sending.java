package cultivar.wallet.view;

import cultivar.ui.dialog.Prompt;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.signing.SigningRequest;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.LimitException;
import cultivar.wallet.transaction.Outbox;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for a signature, then signs and sends what its owner agreed to, and tells how that went. FX thread only. */
final class Sending {
    private final WalletServices services;
    private final Words words;

    Sending(WalletServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    void ask(SigningRequest.Send request, Consumer<Entry> sent) {
        var _ = services.desk().ask(request).thenAccept(answer -> {
            if (answer.orElse(null) instanceof Signable.Send send) {
                send(request, send, send.approval().orElse(null), sent);
            }
        });
    }

    private void send(
            SigningRequest.Send request, Signable.Send send, @Nullable Approval approval, Consumer<Entry> sent) {
        work(
                request.network(),
                request.account(),
                words.get("send.task"),
                (outbox, signer) -> outbox.send(send.outgoing(), signer, approval),
                sent,
                again -> send(request, send, again, sent));
    }

    /** What is done with an outbox. */
    @FunctionalInterface
    interface Work {
        Entry run(Outbox outbox, AccountSigner signer);
    }

    /** Does something that signs; a limit that it meets asks for the password and tries once more. */
    void work(
            Network network,
            Account account,
            String title,
            Work work,
            Consumer<Entry> done,
            Consumer<Approval> approved) {
        Optional<UnlockedWallet> wallet = services.session().unlocked();
        if (wallet.isEmpty()) {
            services.notifications().error(words.get("send.locked"));
            return;
        }
        Task<Entry> task = services.tasks().io(title, context -> {
            try (ChainClient client = services.home().chains().connect(network)) {
                return work.run(
                        services.home().outboxes().of(client), new AccountSigner(wallet.get(), account.index()));
            }
        });
        var _ = task.onResult(done).onFailure(error -> {
            if (error instanceof LimitException) {
                askAgain(Words.line(error), approved);
            } else {
                services.notifications().error(Words.line(error));
            }
        });
    }

    private void askAgain(String why, Consumer<Approval> approved) {
        var _ = services.dialogs()
                .prompt(Prompt.password(
                        words.get("limit.title"), why, words.get("unlock.password"), words.get("limit.verb")))
                .thenAccept(password -> password.ifPresent(secret -> {
                    var _ = services.session()
                            .approve(secret.toCharArray())
                            .onResult(approved)
                            .onFailure(error -> services.notifications().error(Words.line(error)));
                }));
    }
}
