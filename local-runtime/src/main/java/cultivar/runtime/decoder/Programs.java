package cultivar.runtime.decoder;

import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs by what they are for. Where there are too many, the one that was not used for longest goes, and is
 * compiled again when it is wanted again; one that somebody uses is closed when that is over. Safe for several threads.
 */
final class Programs<K> implements AutoCloseable {
    /**
     * Enough for all that is in use at a time in practice. Each adapter may change modules that no other does, so that
     * without an end to it there would be as many programs as there ever were adapters.
     */
    static final int MOST = 32;

    private static final class Entry {
        private @Nullable TorchProgram program;
        private int users;
        private boolean gone;
    }

    private final Torch torch;
    private final Function<K, String> source;
    /** The last used at the end. */
    private final LinkedHashMap<K, Entry> entries = new LinkedHashMap<>(MOST, 0.75f, true);

    /** @param source writes a program */
    Programs(Torch torch, Function<K, String> source) {
        this.torch = torch;
        this.source = source;
    }

    /** A program that stays open until this is closed. */
    final class Use implements AutoCloseable {
        private final Entry entry;
        private final TorchProgram program;

        private Use(Entry entry, TorchProgram program) {
            this.entry = entry;
            this.program = program;
        }

        TorchProgram program() {
            return program;
        }

        @Override
        public void close() {
            leave(entry);
        }
    }

    /** Compiles a program if it is not there. */
    Use use(K key) {
        Entry entry = enter(key);
        try {
            return new Use(entry, compiled(key, entry));
        } catch (RuntimeException | Error e) {
            leave(entry);
            throw e;
        }
    }

    private synchronized Entry enter(K key) {
        Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
        entry.users++;
        if (entries.size() > MOST) {
            Entry oldest = entries.pollFirstEntry().getValue();
            oldest.gone = true;
            closeIfOver(oldest);
        }
        return entry;
    }

    /** Whoever wants another program does not wait meanwhile. */
    private TorchProgram compiled(K key, Entry entry) {
        synchronized (entry) {
            TorchProgram program = entry.program;
            if (program == null) {
                program = TorchProgram.compile(torch, source.apply(key));
                entry.program = program;
            }
            return program;
        }
    }

    private synchronized void leave(Entry entry) {
        entry.users--;
        closeIfOver(entry);
    }

    private static void closeIfOver(Entry entry) {
        if (entry.gone && entry.users == 0) {
            close(entry);
        }
    }

    private static void close(Entry entry) {
        if (entry.program != null) {
            entry.program.close();
        }
    }

    /** How many there are. */
    synchronized int size() {
        return entries.size();
    }

    /** Nobody uses any. */
    @Override
    public synchronized void close() {
        entries.values().forEach(Programs::close);
        entries.clear();
    }
}
