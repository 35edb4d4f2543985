package cultivar.app.publish.view;

import cultivar.app.publish.PublishStep;
import cultivar.finetune.EvaluationListener;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Signable;
import java.nio.file.Path;
import java.util.List;

/** The work behind the screen. Every call blocks and throws with one line for people. */
public interface Publisher {
    /** The adapters on this machine, newest first. */
    List<Candidate> candidates();

    /** Asks base and adapter the held-out rows and keeps the result with the adapter. */
    void evaluate(Candidate candidate, EvaluationListener listener);

    /** What would be published, written by nobody yet. */
    Manifest draft(Candidate candidate, String name, String description, Address creator);

    /**
     * What is to be signed first, if the adapter is not registered yet; nothing is signed or sent. One that was registered
     * before and lacks its note gets it.
     */
    Advance begin(Candidate candidate, Manifest manifest, Network network);

    /**
     * Writes the manifest beside the adapter, signs, sends, and waits for the block.
     *
     * @param step what is sent
     * @param agreed what the account's owner agreed to for it
     */
    Advance send(
            Candidate candidate,
            Manifest manifest,
            Network network,
            PublishStep.Next step,
            Signable.Send agreed,
            AccountSigner signer)
            throws InterruptedException;

    /** Waits for a step that was sent before, and says what comes after it. */
    Advance goOn(Candidate candidate, Manifest manifest, Network network, PublishStep.Next step)
            throws InterruptedException;

    /** Recomputes everything from the files and compares it with the chain. */
    Verification verify(Path adapter, Network network);
}
