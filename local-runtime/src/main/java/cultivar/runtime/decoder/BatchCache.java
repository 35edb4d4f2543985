package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of a batch's sequences, {@code [2, slots, keyValueHeads, capacity, headSize]} for each layer. It grows by
 * doubling as sequences come and lengthen, and is given back when none is left.
 */
final class BatchCache implements AutoCloseable {
    /** Tokens that a slot has room for at the least. */
    static final int LEAST = 64;

    private static final String SOURCE = """
          def grown(self: __torch__.K, C: Tensor, slots: int, tokens: int) -> Tensor:
            D = torch.new_zeros(C, [2, slots, torch.size(C, 2), tokens, torch.size(C, 4)])
            _0 = torch.copy_(torch.slice(torch.slice(D, 1, 0, torch.size(C, 1)), 3, 0, torch.size(C, 3)), C)
            return D
          def slot(self: __torch__.K, C: Tensor, i: int) -> Tensor:
            return torch.slice(C, 1, i, torch.add(i, 1))
          def put(self: __torch__.K, C: List[Tensor], K: List[Tensor], slot: int, tokens: int) -> Tensor:
            for i in range(torch.len(C)):
              to = torch.slice(torch.select(C[i], 1, slot), 2, 0, tokens)
              _0 = torch.copy_(to, torch.slice(torch.select(K[i], 1, 0), 2, 0, tokens))
            return torch.select(C[0], 0, 0)
          def take(self: __torch__.K, C: List[Tensor], K: List[Tensor], slot: int, tokens: int) -> Tensor:
            for i in range(torch.len(C)):
              to = torch.slice(torch.select(K[i], 1, 0), 2, 0, tokens)
              _0 = torch.copy_(to, torch.slice(torch.select(C[i], 1, slot), 2, 0, tokens))
            return torch.select(C[0], 0, 0)
          def move(self: __torch__.K, C: List[Tensor], source: int, target: int, tokens: int) -> Tensor:
            for i in range(torch.len(C)):
              to = torch.slice(torch.select(C[i], 1, target), 2, 0, tokens)
              _0 = torch.copy_(to, torch.slice(torch.select(C[i], 1, source), 2, 0, tokens))
            return torch.select(C[0], 0, 0)
        """;

    private final Torch torch;
    private final Decoder decoder;
    private final TorchProgram program;
    private PtNDManager owner;
    private TensorList layers;
    private TensorList firsts;
    private List<PtNDArray> tensors;
    private int slots = 1;
    private int capacity = LEAST;

    BatchCache(Decoder decoder) {
        this.torch = decoder.torch();
        this.decoder = decoder;
        this.program = TorchProgram.compile(torch, SOURCE);
        this.owner = torch.scope();
        this.tensors = decoder.emptyCache(capacity, owner);
        this.layers = new TensorList(owner, tensors);
        this.firsts = layers;
    }

    /** All slots, for a batch. */
    TensorList layers() {
        return layers;
    }

    /** The first slot, for a single sequence. */
    TensorList first() {
        return firsts;
    }

    /** Tokens that there is room for, over all slots. */
    long room() {
        return (long) slots * capacity;
    }

    /** The same with so many slots and so many tokens in one of them. */
    static long room(int slots, int tokens) {
        return (long) power(slots, 1) * power(tokens, LEAST);
    }

    /** The next power of two that is neither below what is wanted nor below the least, a power of two. */
    static int power(int wanted, int least) {
        return wanted <= least ? least : Integer.highestOneBit(wanted - 1) * 2;
    }

    /** Makes room for so many slots, and for so many tokens in each. */
    void reserve(int wantedSlots, int tokens) {
        if (wantedSlots > slots || tokens > capacity) {
            resize(Math.max(slots, power(wantedSlots, 1)), Math.max(capacity, power(tokens, LEAST)));
        }
    }

    private void resize(int newSlots, int newCapacity) {
        PtNDManager next = torch.scope();
        List<PtNDArray> grown = new ArrayList<>();
        for (PtNDArray layer : tensors) {
            grown.add(program.infer("grown", next)
                    .tensor(layer)
                    .number(newSlots)
                    .number(newCapacity)
                    .run());
        }
        replace(next, grown, newSlots, newCapacity);
    }

    private void replace(PtNDManager next, List<PtNDArray> grown, int newSlots, int newCapacity) {
        owner.close();
        owner = next;
        tensors = grown;
        slots = newSlots;
        capacity = newCapacity;
        layers = new TensorList(owner, tensors);
        firsts = slot(0, owner);
    }

    /** One slot, for a single sequence, as long as nothing is resized. */
    TensorList slot(int slot, PtNDManager scope) {
        List<PtNDArray> views = new ArrayList<>();
        for (PtNDArray layer : tensors) {
            views.add(program.infer("slot", scope).tensor(layer).number(slot).run());
        }
        return new TensorList(scope, views);
    }

    /** Gives everything back but the least; no slot is in use. */
    void empty() {
        if (slots > 1 || capacity > LEAST) {
            PtNDManager next = torch.scope();
            replace(next, decoder.emptyCache(LEAST, next), 1, LEAST);
        }
    }

    /** Copies a sequence's keys and values into a slot. */
    void put(KeyValueCache sequence, int slot) {
        copy("put", sequence, slot, sequence.length());
    }

    /** Copies those of a slot's first tokens out of it. */
    void take(int slot, KeyValueCache sequence, int tokens) {
        copy("take", sequence, slot, tokens);
    }

    private void copy(String method, KeyValueCache sequence, int slot, int tokens) {
        try (PtNDManager scope = torch.scope()) {
            var _ = program.infer(method, scope)
                    .list(layers)
                    .list(sequence.layers())
                    .number(slot)
                    .number(tokens)
                    .run();
        }
    }

    /** Copies one slot's first tokens to another. */
    void move(int from, int to, int tokens) {
        try (PtNDManager scope = torch.scope()) {
            var _ = program.infer("move", scope)
                    .list(layers)
                    .number(from)
                    .number(to)
                    .number(tokens)
                    .run();
        }
    }

    @Override
    public void close() {
        owner.close();
        program.close();
    }
}
