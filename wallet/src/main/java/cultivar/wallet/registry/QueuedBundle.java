package cultivar.wallet.registry;

import java.nio.file.Path;
import java.util.List;

/** What lies in the queue. */
public sealed interface QueuedBundle {
    /** Hash of the bundle when it was signed, hexadecimal with {@code 0x}; the name of its folder. */
    String id();

    /** What to call it. */
    String name();

    /** Exactly what was signed. */
    record Sound(String id, Bundle bundle, Manifest manifest) implements QueuedBundle {
        @Override
        public String name() {
            return manifest.name();
        }

        /** The adapter's own folder. */
        public Path adapter() {
            return Path.of(bundle.folder());
        }
    }

    /**
     * No longer what was signed.
     *
     * @param damage what differs, each a part of a sentence that begins with the file's name
     */
    record Damaged(String id, String name, List<String> damage) implements QueuedBundle {
        /** Keeps its own copy. */
        public Damaged {
            damage = List.copyOf(damage);
        }
    }
}
