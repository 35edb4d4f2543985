package cultivar.runtime.lifetime;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps native memory alive while threads work in it: its end waits for all of them, and whoever comes later gets an
 * exception instead of a fault of the virtual machine.
 */
public final class NativeLifetime {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String name;
    private boolean ended;

    /** @param name what lives, for the exception's text */
    public NativeLifetime(String name) {
        this.name = name;
    }

    /**
     * Works while it lives; any number of threads may at once.
     *
     * @throws IllegalStateException if it has ended
     */
    public <T> T use(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (ended) {
                throw new IllegalStateException("The " + name + " is closed.");
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for all work and frees once; not to be called from within {@link #use}. */
    public void end(Runnable free) {
        lock.writeLock().lock();
        try {
            if (!ended) {
                ended = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
