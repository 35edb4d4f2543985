package cultivar.wallet.view;

import cultivar.ui.dialog.Dialogs;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.registry.Verification;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the activity's screen needs from the studio.
 *
 * @param sent what was sent from here, newest first; may block
 * @param verify recomputes what an entry registered; blocks
 * @param verified a verification held
 * @param publish leads to where something is sent
 */
public record ActivityServices(
        TaskRunner tasks,
        Dialogs dialogs,
        Callable<List<SentEntry>> sent,
        Verifier verify,
        Consumer<SentEntry> verified,
        Runnable publish) {
    /** Recomputes what an entry registered. */
    @FunctionalInterface
    public interface Verifier {
        /** Compares files with the chain; throws with one line when nothing can be compared. */
        Verification verify(SentEntry entry);
    }
}
