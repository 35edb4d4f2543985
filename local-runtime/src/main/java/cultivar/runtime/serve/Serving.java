package cultivar.runtime.serve;

/** Answers requests on one base, many at a time. Safe for several threads. */
public interface Serving extends AutoCloseable {
    /**
     * Takes a request into the queue.
     *
     * @throws ServeException if it is refused at once: an unknown adapter, too long a prompt, a full queue
     */
    Answering submit(ServeRequest request, ServeListener listener);

    /** The adapters that can answer. */
    AdapterShelf shelf();

    /** What it has done so far and does now. */
    ServeStatus status();

    /** Whether it answers, or will once there is something to answer; false after a failure that it cannot get over. */
    boolean alive();

    /** Gives up what goes on and frees everything but the base. */
    @Override
    void close();
}
