package cultivar.app.chat;

import cultivar.app.engine.EngineHost;
import cultivar.ui.task.TaskRunner;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What the chat needs from the studio.
 *
 * @param adapters the adapters on this machine, newest first; may block
 * @param startEngine starts the engine, or tries again after a failure
 * @param build leads to where an adapter is made
 * @param answered an adapter has answered
 */
public record ChatServices(
        EngineHost engine,
        TaskRunner tasks,
        Callable<List<ChatAdapter>> adapters,
        Runnable startEngine,
        Runnable build,
        Runnable answered) {}
