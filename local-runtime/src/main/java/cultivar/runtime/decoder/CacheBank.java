package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and values of sequences of about one length, {@code [2,slots,keyValueHeads,capacity,headSize]} for each layer. The
 * first slots are in use; when one is left, the last takes its place. Slots double as sequences come, and are given back as
 * they go.
 */
final class CacheBank implements AutoCloseable {
    static final String SOURCE = """
          def resized(self: __torch__.K, C: Tensor, slots: int, used: int) -> Tensor:
            D = torch.new_empty(C, [2, slots, torch.size(C, 2), torch.size(C, 3), torch.size(C, 4)])
            _0 = torch.copy_(torch.slice(D, 1, 0, used), torch.slice(C, 1, 0, used))
            _1 = torch.zero_(torch.slice(D, 1, used, slots))
            return D
          def slot(self: __torch__.K, C: Tensor, i: int) -> Tensor:
            return torch.slice(C, 1, i, torch.add(i, 1))
          def copy(self: __torch__.K, C: List[Tensor], source: int, D: List[Tensor], target: int, tokens: int) -> Tensor:
            for i in range(torch.len(C)):
              to = torch.slice(torch.select(D[i], 1, target), 2, 0, tokens)
              _0 = torch.copy_(to, torch.slice(torch.select(C[i], 1, source), 2, 0, tokens))
            return torch.select(D[0], 0, 0)
        """;

    /** Where a sequence is. */
    static final class Place {
        private CacheBank bank;
        private int slot;

        private Place(CacheBank bank, int slot) {
            this.bank = bank;
            this.slot = slot;
        }

        CacheBank bank() {
            return bank;
        }

        int slot() {
            return slot;
        }
    }

    /**
     * The tensors of all slots.
     *
     * @param first those of the first slot
     */
    private record Held(PtNDManager owner, List<PtNDArray> tensors, TensorList layers, TensorList first) {}

    private static final Logger LOG = LoggerFactory.getLogger(CacheBank.class);

    private final Torch torch;
    private final TorchProgram program;
    private final int capacity;
    private final List<Place> used = new ArrayList<>();
    private Held held;
    private int slots = 1;

    /**
     * @param program of {@link #SOURCE}
     * @param capacity tokens that a slot has room for
     */
    CacheBank(Decoder decoder, TorchProgram program, int capacity) {
        this.torch = decoder.torch();
        this.program = program;
        this.capacity = capacity;
        this.held = torch.owning(owner -> {
            List<PtNDArray> tensors = decoder.emptyCache(capacity, owner);
            TensorList layers = new TensorList(owner, tensors);
            return new Held(owner, tensors, layers, layers);
        });
    }

    int capacity() {
        return capacity;
    }

    int slots() {
        return slots;
    }

    /** Sequences that it holds. */
    int size() {
        return used.size();
    }

    /** The tensors of all layers; others after each change of the slots. */
    List<PtNDArray> tensors() {
        return held.tensors();
    }

    /** Takes in a sequence after its prompt, whose keys and values are copied. */
    Place add(KeyValueCache prompt) {
        Place place = new Place(this, next());
        copy(prompt.layers(), 0, held.layers(), place.slot, prompt.length());
        used.add(place);
        return place;
    }

    /** The slot that the next to come has, once it is there. */
    private int next() {
        if (used.size() == slots) {
            resize(2 * slots);
        }
        return used.size();
    }

    /** Lets a sequence go on in this bank that has filled its place in a smaller one. */
    void take(Place place) {
        int slot = next();
        copy(place.bank.held.layers(), place.slot, held.layers(), slot, place.bank.capacity);
        place.bank.remove(place);
        place.bank = this;
        place.slot = slot;
        used.add(place);
    }

    /** Forgets a sequence; where the engine fails at it, all is as it was. */
    void remove(Place place) {
        Place last = used.getLast();
        if (last != place) {
            copy(held.layers(), last.slot, held.layers(), place.slot, capacity);
            last.slot = place.slot;
            used.set(last.slot, last);
        }
        used.removeLast();
        // Not at once at half of them: who comes and goes would have the bank copied each time.
        if (used.size() <= slots / 4) {
            shrink(slots / 2);
        }
    }

    /** Gives back the slots that nobody is in. */
    void fit() {
        shrink(BatchCache.power(used.size(), 1));
    }

    private void shrink(int wanted) {
        if (used.isEmpty() || wanted >= slots) {
            return;
        }
        try {
            resize(wanted);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The smaller one is made beside the larger one, which there may be no memory for; the larger one does too.
            LOG.warn("Keys and values of {} tokens keep their {} places", capacity, slots, e);
        }
    }

    /** Copies a sequence's first tokens out of the bank. */
    void read(Place place, KeyValueCache into, int tokens) {
        copy(held.layers(), place.slot, into.layers(), 0, tokens);
    }

    private void copy(TensorList from, int source, TensorList to, int target, int tokens) {
        try (PtNDManager scope = torch.scope()) {
            var _ = program.infer("copy", scope)
                    .list(from)
                    .number(source)
                    .list(to)
                    .number(target)
                    .number(tokens)
                    .run();
        }
    }

    private void resize(int wanted) {
        Held larger = torch.owning(next -> {
            List<PtNDArray> resized = new ArrayList<>();
            for (PtNDArray layer : held.tensors()) {
                resized.add(program.infer("resized", next)
                        .tensor(layer)
                        .number(wanted)
                        .number(used.size())
                        .run());
            }
            return new Held(next, resized, new TensorList(next, resized), slot(resized, 0, next));
        });
        held.owner().close();
        held = larger;
        slots = wanted;
    }

    /** A sequence's slot by itself, as long as nobody comes or goes. */
    TensorList alone(Place place, PtNDManager scope) {
        return place.slot == 0 ? held.first() : slot(held.tensors(), place.slot, scope);
    }

    private TensorList slot(List<PtNDArray> tensors, int slot, PtNDManager scope) {
        List<PtNDArray> views = new ArrayList<>();
        for (PtNDArray layer : tensors) {
            views.add(program.infer("slot", scope).tensor(layer).number(slot).run());
        }
        return new TensorList(scope, views);
    }

    @Override
    public void close() {
        held.owner().close();
    }
}
