package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.ServeException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mixes that requests use now. Requests for the same one share it, so that a batch of them computes as one adapter; a
 * strength takes no memory, and a sum as much as its parts, from the budget of the adapters. For the thread that computes.
 */
final class HeldMixes {
    private final TieredShelf shelf;
    private final Decoder decoder;
    private final Map<Key, Shared> mixes = new HashMap<>();

    /** Those that change anything, and how much. */
    private record Key(List<ShelvedAdapter> adapters, List<Double> strengths) {}

    private static final class Shared {
        final List<ShelvedAdapter> held = new ArrayList<>();
        final List<LoraTensors> parts = new ArrayList<>();
        long sumBytes;

        @Nullable
        LoraTensors made;

        int users;

        LoraTensors tensors() {
            return made == null ? parts.getFirst() : made;
        }
    }

    HeldMixes(TieredShelf shelf, Decoder decoder) {
        this.shelf = shelf;
        this.decoder = decoder;
    }

    /** Says whether the engine can compute a mix; DoRA's lengths of rows cannot be added up or scaled. */
    static void check(AdapterMix mix, List<ShelvedAdapter> adapters) {
        for (int i = 0; i < adapters.size(); i++) {
            double strength = mix.parts().get(i).strength();
            if (adapters.get(i).dora && strength != 0 && (strength != 1 || adapters.size() > 1)) {
                throw new ServeException(
                        Kind.BAD_ADAPTER,
                        "The adapter " + adapters.get(i).name
                                + " was trained with DoRA: it answers only alone and at strength 1.");
            }
        }
    }

    /**
     * Holds what a mix needs; null where the memory for adapters is taken by others for now.
     *
     * @param adapters those that the mix names, all of which are there
     */
    @Nullable
    HeldMix hold(AdapterMix mix, List<ShelvedAdapter> adapters) {
        Key key = key(mix, adapters);
        if (key.adapters.isEmpty()) {
            return new HeldMix(null, () -> {});
        }
        Shared shared = mixes.get(key);
        if (shared == null) {
            shared = made(key);
            if (shared == null) {
                return null;
            }
            mixes.put(key, shared);
        }
        if (key.adapters.size() == 1 && key.strengths.getFirst() == 1) {
            shelf.merge(key.adapters.getFirst());
        }
        Shared used = shared;
        used.users++;
        return new HeldMix(used.tensors(), () -> leave(key, used));
    }

    private static Key key(AdapterMix mix, List<ShelvedAdapter> adapters) {
        List<ShelvedAdapter> those = new ArrayList<>();
        List<Double> strengths = new ArrayList<>();
        for (int i = 0; i < adapters.size(); i++) {
            double strength = mix.parts().get(i).strength();
            if (strength != 0) {
                those.add(adapters.get(i));
                strengths.add(strength);
            }
        }
        return new Key(those, strengths);
    }

    private @Nullable Shared made(Key key) {
        Shared shared = new Shared();
        try {
            if (make(shared, key)) {
                return shared;
            }
        } catch (RuntimeException | Error e) {
            free(shared);
            throw e;
        }
        free(shared);
        return null;
    }

    private boolean make(Shared shared, Key key) {
        for (ShelvedAdapter adapter : key.adapters) {
            LoraAdapter ready = shelf.hold(adapter);
            if (ready == null) {
                return false;
            }
            shared.held.add(adapter);
            shared.parts.add(ready.tensors());
        }
        if (key.adapters.size() > 1) {
            long bytes = TieredShelf.bytes(key.adapters);
            if (!shelf.reserve(bytes)) {
                return false;
            }
            shared.sumBytes = bytes;
            shared.made = LoraTensors.sum(decoder, shared.parts, key.strengths);
        } else if (key.strengths.getFirst() != 1) {
            shared.made = shared.parts.getFirst().times(decoder.torch(), key.strengths.getFirst());
        }
        return true;
    }

    private void leave(Key key, Shared shared) {
        if (--shared.users == 0) {
            mixes.remove(key);
            free(shared);
        }
    }

    private void free(Shared shared) {
        try {
            if (shared.made != null) {
                shared.made.close();
            }
        } finally {
            shelf.giveBack(shared.sumBytes);
            shared.held.forEach(shelf::release);
        }
    }
}
