package cultivar.app.shell;

import cultivar.app.chat.store.ChatStore;
import cultivar.ui.task.SingleWorker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The home's chats: opened when first asked for, and used by one thread that does one thing after the other. */
final class KeptChats implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptChats.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path file;
    private final SingleWorker worker = new SingleWorker("chats");
    private @Nullable ChatStore store;

    KeptChats(Path file) {
        this.file = file;
    }

    Executor worker() {
        return worker;
    }

    /** Opens the file where that has not been done. Blocks. */
    synchronized ChatStore store() {
        ChatStore open = store;
        if (open == null) {
            open = ChatStore.open(file, Clock.systemUTC());
            store = open;
        }
        return open;
    }

    /** Waits for what is still to be written, and closes the file. */
    @Override
    public void close() {
        CountDownLatch written = new CountDownLatch(1);
        worker.execute(written::countDown);
        worker.close();
        try {
            if (!written.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The last changes to {} were not written within {}", file, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (store != null) {
                store.close();
            }
        }
    }
}
