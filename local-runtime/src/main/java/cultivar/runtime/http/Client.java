package cultivar.runtime.http;

/** Who waits for an answer. */
public interface Client {
    /**
     * Something to do when the client closes its connection before it has the whole answer; done at once where that has
     * happened already. A client that closes its sending half alone counts as gone, as with most servers.
     */
    void whenGone(Runnable work);
}
