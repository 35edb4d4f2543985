package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.ServeException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mix whose adapters are held in the engine's memory for one request. For the thread that computes. */
final class HeldMix implements AutoCloseable {
    private final TieredShelf shelf;
    private final List<ShelvedAdapter> held;
    private final @Nullable LoraTensors tensors;
    private final boolean own;

    private HeldMix(TieredShelf shelf, List<ShelvedAdapter> held, @Nullable LoraTensors tensors, boolean own) {
        this.shelf = shelf;
        this.held = held;
        this.tensors = tensors;
        this.own = own;
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
    static @Nullable HeldMix of(TieredShelf shelf, Decoder decoder, AdapterMix mix, List<ShelvedAdapter> adapters) {
        List<ShelvedAdapter> held = new ArrayList<>();
        try {
            return of(shelf, decoder, mix, adapters, held);
        } catch (RuntimeException e) {
            held.forEach(shelf::release);
            throw e;
        }
    }

    /** @param held takes in those that are held, with which the mix is made */
    private static @Nullable HeldMix of(
            TieredShelf shelf,
            Decoder decoder,
            AdapterMix mix,
            List<ShelvedAdapter> adapters,
            List<ShelvedAdapter> held) {
        List<LoraTensors> parts = new ArrayList<>();
        List<Double> strengths = new ArrayList<>();
        for (int i = 0; i < adapters.size(); i++) {
            double strength = mix.parts().get(i).strength();
            if (strength == 0) {
                continue;
            }
            LoraAdapter ready = shelf.hold(adapters.get(i));
            if (ready == null) {
                held.forEach(shelf::release);
                return null;
            }
            held.add(adapters.get(i));
            parts.add(ready.tensors());
            strengths.add(strength);
        }
        if (parts.isEmpty()) {
            return new HeldMix(shelf, held, null, false);
        }
        if (parts.size() == 1 && strengths.getFirst() == 1) {
            return new HeldMix(shelf, held, parts.getFirst(), false);
        }
        return new HeldMix(shelf, held, LoraTensors.sum(decoder, parts, strengths), true);
    }

    /** What the decoder takes; null for the base. */
    @Nullable
    LoraTensors tensors() {
        return tensors;
    }

    @Override
    public void close() {
        if (own && tensors != null) {
            tensors.close();
        }
        held.forEach(shelf::release);
    }
}
