package cultivar.app.chat;

import cultivar.app.chat.store.ChatStore;
import cultivar.ui.task.FxExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** The kept chats as the window sees them: calls are done one after the other, elsewhere. */
final class Archive {
    private final Callable<ChatStore> store;
    private final Executor worker;
    private final Consumer<Throwable> onFailure;
    private final FxExecutor ui = new FxExecutor();

    /**
     * @param store opens the store at the first call; may block
     * @param worker does one thing after the other
     * @param onFailure hears on the FX thread of what could not be read or written
     */
    Archive(Callable<ChatStore> store, Executor worker, Consumer<Throwable> onFailure) {
        this.store = store;
        this.worker = worker;
        this.onFailure = onFailure;
    }

    /** Writes something. */
    void tell(Consumer<ChatStore> work) {
        ask(
                open -> {
                    work.accept(open);
                    return true;
                },
                done -> {});
    }

    /** Reads something, after all that was told before; the result comes on the FX thread. */
    <T> void ask(Function<ChatStore, T> work, Consumer<T> then) {
        ask(work, then, onFailure);
    }

    /** The same, with a word of its own for what goes wrong. */
    <T> void ask(Function<ChatStore, T> work, Consumer<T> then, Consumer<Throwable> failed) {
        worker.execute(() -> {
            try {
                T found = work.apply(store.call());
                ui.execute(() -> then.accept(found));
            } catch (Exception e) { // the border between work and window: nothing may get lost here
                ui.execute(() -> failed.accept(e));
            }
        });
    }
}
