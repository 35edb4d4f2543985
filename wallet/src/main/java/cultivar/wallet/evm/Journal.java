package cultivar.wallet.evm;

import java.util.ArrayList;
import java.util.List;

/** How to undo each change since the transaction began, so that a failed call leaves nothing behind. */
final class Journal {
    private final List<Runnable> undo = new ArrayList<>();

    void add(Runnable step) {
        undo.add(step);
    }

    int mark() {
        return undo.size();
    }

    void undoTo(int mark) {
        while (undo.size() > mark) {
            undo.removeLast().run();
        }
    }

    void forget() {
        undo.clear();
    }
}
