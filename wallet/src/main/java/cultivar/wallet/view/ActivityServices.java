package cultivar.wallet.view;

import cultivar.wallet.registry.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the activity's screen needs from the studio.
 *
 * @param sent what was registered from here; may block
 * @param verify recomputes what an entry registered; blocks
 * @param verified a verification held
 * @param publish leads to where something is sent
 * @param wallet what the transactions come from
 * @param browse shows a page in the system's browser
 * @param watch follows what was sent
 * @param files writes a text to a file; blocks
 */
public record ActivityServices(
        Callable<Registrations> sent,
        Verifier verify,
        Consumer<SentEntry> verified,
        Runnable publish,
        WalletServices wallet,
        Consumer<String> browse,
        SentWatch watch,
        TextFiles files) {
    /** Writes a text to a file. */
    @FunctionalInterface
    public interface TextFiles {
        /** Writes all of it; throws with one line where it cannot. */
        void write(Path file, String text) throws IOException;
    }

    /** Recomputes what an entry registered. */
    @FunctionalInterface
    public interface Verifier {
        /** Compares files with the chain; throws with one line when nothing can be compared. */
        Verification verify(SentEntry entry);
    }
}
