package cultivar.app.publish.view;

import cultivar.finetune.EvaluationListener;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.RegistrationRequest;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.view.SentEntry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The work behind the screen. Every call blocks and throws with one line for people. */
public interface Publisher {
    /** The adapters on this machine, newest first. */
    List<Candidate> candidates();

    /** Asks base and adapter the held-out rows and keeps the result with the adapter. */
    void evaluate(Candidate candidate, EvaluationListener listener);

    /** What would be published, written by nobody yet. */
    Manifest draft(Candidate candidate, String name, String description, Address creator);

    /** A registration to look at; nothing is signed or sent. */
    RegistrationRequest prepare(
            Candidate candidate, Manifest manifest, Account account, boolean demoWallet, Network network);

    /**
     * Writes the manifest beside the adapter, signs, sends, and waits for the block.
     *
     * @param approval that the password was given for a sum above the limits; null if it was not
     */
    SentEntry send(
            Candidate candidate,
            Manifest manifest,
            RegistrationRequest request,
            UnlockedWallet wallet,
            @Nullable Approval approval)
            throws InterruptedException;

    /** Recomputes everything from the files and compares it with the chain. */
    Verification verify(Path adapter, Network network);
}
