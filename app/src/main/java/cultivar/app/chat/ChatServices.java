package cultivar.app.chat;

import cultivar.app.chat.ask.ChatEngine;
import cultivar.app.chat.ask.Readiness;
import cultivar.app.chat.store.ChatStore;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javafx.beans.value.ObservableValue;

/**
 * What the chat needs from the studio.
 *
 * @param engine whether the base model is open
 * @param asking answers
 * @param adapters the adapters on this machine, newest first; may block
 * @param bases the base models on this machine
 * @param chats opens what is kept; may block
 * @param keeper does what the kept chats need, one thing after the other
 * @param luck shuffles columns whose names are hidden
 * @param ways what leads elsewhere
 */
public record ChatServices(
        ObservableValue<Readiness> engine,
        ChatEngine asking,
        TaskRunner tasks,
        Callable<List<ChatAdapter>> adapters,
        Bases bases,
        Callable<ChatStore> chats,
        Executor keeper,
        Dialogs dialogs,
        Notifications notifications,
        RandomGenerator luck,
        Ways ways) {
    /** The base models that chats can be answered on, one at a time. */
    public interface Bases {
        /** Their names, the one in the box first; may block. */
        List<String> names();

        /**
         * Has another answer; whether it does is seen at the engine.
         *
         * @param name one of the names
         * @param onFailure is told in one line why it cannot, on the FX thread
         */
        void choose(String name, Consumer<String> onFailure);

        /** Has the base of an adapter answer, as {@link #choose} does. */
        void chooseFor(ChatAdapter adapter, Consumer<String> onFailure);
    }

    /**
     * What leads elsewhere.
     *
     * @param startEngine starts the engine, or tries again after a failure
     * @param build leads to where an adapter is made
     * @param answered an adapter has answered
     * @param link a link in an answer was pressed
     */
    public record Ways(Runnable startEngine, Runnable build, Runnable answered, Consumer<String> link) {}
}
