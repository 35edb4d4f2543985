package cultivar.runtime.serve;

/** What a server counts; read by any thread. */
final class ServeCounters {
    private int waiting;
    private int running;
    private long cacheTokens;
    private long cacheCapacity;
    private long slabBytes;
    private long answered;
    private long cancelled;
    private long failed;
    private long promptTokens;
    private long cachedTokens;
    private long newTokens;
    private long steps;

    synchronized int waiting() {
        return waiting;
    }

    synchronized void waiting(int now) {
        waiting = now;
    }

    synchronized void now(int newWaiting, int newRunning, long tokens, long capacity, long slabs) {
        waiting = newWaiting;
        running = newRunning;
        cacheTokens = tokens;
        cacheCapacity = capacity;
        slabBytes = slabs;
    }

    synchronized void ended(ServeOutcome outcome) {
        switch (outcome) {
            case ServeOutcome.Answered _ -> answered++;
            case ServeOutcome.GivenUp _ -> cancelled++;
            case ServeOutcome.Failed _ -> failed++;
        }
    }

    synchronized void prompt(int tokens) {
        promptTokens += tokens;
    }

    synchronized void cached(int tokens) {
        cachedTokens += tokens;
    }

    synchronized void token() {
        newTokens++;
    }

    synchronized void step() {
        steps++;
    }

    /** With what a shelf says, which is asked first: it has a lock of its own. */
    ServeStatus status(TieredShelf shelf) {
        return status(shelf.readyHits(), shelf.warmHits(), shelf.coldHits(), shelf.readyBytes(), shelf.warmBytes());
    }

    private synchronized ServeStatus status(
            long readyHits, long warmHits, long coldHits, long readyBytes, long warmBytes) {
        return new ServeStatus(
                waiting,
                running,
                cacheTokens,
                cacheCapacity,
                answered,
                cancelled,
                failed,
                promptTokens,
                cachedTokens,
                newTokens,
                steps,
                readyHits,
                warmHits,
                coldHits,
                readyBytes,
                warmBytes,
                slabBytes);
    }
}
