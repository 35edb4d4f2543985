package cultivar.wallet.view;

import cultivar.ui.dialog.Dialogs;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The dialogs that lead to a wallet that can sign. FX thread only. */
public final class WalletDialogs {
    private final WalletSession session;
    private final Dialogs dialogs;
    private final Words words = new Words();

    /** Dialogs of one window over one wallet. */
    public WalletDialogs(WalletSession session, Dialogs dialogs) {
        this.session = session;
        this.dialogs = dialogs;
    }

    /** Makes a wallet; false if it was cancelled. */
    public CompletionStage<Boolean> create() {
        return make(false);
    }

    /** Makes a wallet from a phrase that its owner has; false if it was cancelled. */
    public CompletionStage<Boolean> restore() {
        return make(true);
    }

    /** Asks for the password; false if it was cancelled. */
    public CompletionStage<Boolean> unlock() {
        return dialogs.<Boolean>show(words.get("unlock.title"), handle -> UnlockWallet.content(words, session, handle))
                .thenApply(WalletDialogs::answered);
    }

    /** Whatever is missing for signing: creates, unlocks, or does nothing. False if it was cancelled. */
    public CompletionStage<Boolean> ready() {
        return switch (session.stateProperty().get()) {
            case ABSENT -> create();
            case LOCKED -> unlock();
            case UNLOCKED -> CompletableFuture.completedFuture(true);
        };
    }

    private CompletionStage<Boolean> make(boolean restore) {
        String title = words.get(restore ? "restore.title" : "create.title");
        return dialogs.<Boolean>show(title, handle -> new CreateWallet(words, session, restore, handle).root())
                .thenApply(WalletDialogs::answered);
    }

    private static boolean answered(Optional<Boolean> answer) {
        return answer.orElse(false);
    }
}
