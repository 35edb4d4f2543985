package cultivar.runtime.serve;

import java.util.List;

/** Answers requests on one base, many at a time. Safe for several threads. */
public interface Serving extends AutoCloseable {
    /**
     * Takes requests into the queue, all or none.
     *
     * @param listeners one for each request
     * @throws ServeException if they are refused at once: an unknown adapter, too long a prompt, a full queue
     */
    List<Answering> submit(List<ServeRequest> requests, List<ServeListener> listeners);

    /** Takes a request into the queue, as {@link #submit(List, List)} does with several. */
    default Answering submit(ServeRequest request, ServeListener listener) {
        return submit(List.of(request), List.of(listener)).getFirst();
    }

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
