package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.CacheBank.Place;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys and values of a batch's sequences, in banks by the power of two that they have room in: what attention reads of a
 * sequence is at most about twice what it has, however long others of the batch are.
 */
final class BatchCache implements AutoCloseable {
    /** Tokens that there is room for at the least. */
    static final int LEAST = 128;

    /**
     * What a step reads and writes: rows by bank and slot.
     *
     * @param order numbers of the rows, bank by bank
     * @param places the place in that order for each row
     * @param longest tokens of the longest row of each bank, with the new one; on the host
     * @param positions for each bank where its rows' tokens go
     * @param spots for each bank where its keys and values go, as rows of {@code [2 * slots * keyValueHeads *
     *     capacity,headSize]}: for each sequence its keys and then its values
     * @param layers for each layer its banks
     */
    record Step(
            PtNDArray order,
            PtNDArray places,
            PtNDArray longest,
            TensorList positions,
            TensorList spots,
            TensorList layers) {}

    private final Decoder decoder;
    private final Torch torch;
    private final TorchProgram program;
    private final SortedMap<Integer, CacheBank> banks = new TreeMap<>();

    BatchCache(Decoder decoder) {
        this.decoder = decoder;
        this.torch = decoder.torch();
        this.program = TorchProgram.compile(torch, CacheBank.SOURCE);
    }

    /** The next power of two that is neither below what is wanted nor below the least, a power of two. */
    static int power(int wanted, int least) {
        return wanted <= least ? least : Integer.highestOneBit(wanted - 1) * 2;
    }

    /** Takes in a sequence after its prompt. */
    Place add(KeyValueCache prompt) {
        CacheBank bank = bank(prompt.length() + 1);
        try {
            return bank.add(prompt);
        } finally {
            closeIfEmpty(bank);
        }
    }

    private CacheBank bank(int tokens) {
        return banks.computeIfAbsent(power(tokens, LEAST), capacity -> new CacheBank(decoder, program, capacity));
    }

    /** Makes room for one more token than a sequence has. */
    void grow(Place place, int tokens) {
        CacheBank before = place.bank();
        if (tokens == before.capacity()) {
            CacheBank larger = bank(tokens + 1);
            try {
                larger.take(place);
            } finally {
                closeIfEmpty(larger);
                closeIfEmpty(before);
            }
        }
    }

    /** Forgets a sequence. */
    void remove(Place place) {
        CacheBank bank = place.bank();
        bank.remove(place);
        closeIfEmpty(bank);
    }

    /** Forgets all of them. */
    void clear() {
        List<CacheBank> all = List.copyOf(banks.values());
        banks.clear();
        all.forEach(CacheBank::close);
    }

    /** Gives back the room that nobody is in. */
    void fit() {
        banks.values().forEach(CacheBank::fit);
    }

    private void closeIfEmpty(CacheBank bank) {
        if (bank.size() == 0) {
            banks.remove(bank.capacity());
            bank.close();
        }
    }

    /** Tokens that there is room for, over all slots. */
    long room() {
        return banks.values().stream()
                .mapToLong(bank -> (long) bank.slots() * bank.capacity())
                .sum();
    }

    /** The same if the sequences that are there and others had so many tokens. */
    long room(Collection<Integer> lengths) {
        Map<Integer, Integer> slots = new HashMap<>();
        lengths.forEach(tokens -> slots.merge(power(tokens, LEAST), 1, Integer::sum));
        slots.replaceAll((capacity, wanted) -> power(wanted, 1));
        banks.forEach((capacity, bank) -> slots.merge(capacity, bank.slots(), Math::max));
        return slots.entrySet().stream()
                .mapToLong(each -> (long) each.getKey() * each.getValue())
                .sum();
    }

    /** What the next step needs; every sequence has room for one more token. */
    Step step(List<Place> rows, int[] lengths, PtNDManager scope) {
        int n = rows.size();
        List<CacheBank> all = List.copyOf(banks.values());
        int[] order = new int[n];
        int[] places = new int[n];
        Map<CacheBank, Integer> starts = new HashMap<>();
        int start = 0;
        for (CacheBank bank : all) {
            starts.put(bank, start);
            start += bank.size();
        }
        for (int row = 0; row < n; row++) {
            Place place = rows.get(row);
            int at = starts.getOrDefault(place.bank(), 0) + place.slot();
            order[at] = row;
            places[row] = at;
        }
        long[] longest = new long[all.size()];
        List<PtNDArray> positions = new ArrayList<>();
        List<PtNDArray> spots = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            CacheBank bank = all.get(i);
            int[] members = new int[bank.size()];
            for (int slot = 0; slot < members.length; slot++) {
                members[slot] = lengths[order[starts.getOrDefault(bank, 0) + slot]];
                longest[i] = Math.max(longest[i], members[slot] + 1L);
            }
            positions.add(PackedTensors.longs(scope, members));
            spots.add(spots(bank, members, scope));
        }
        return new Step(
                PackedTensors.longs(scope, order),
                PackedTensors.longs(scope, places),
                Torch.longs(torch.host(scope), longest, longest.length),
                new TensorList(scope, positions),
                new TensorList(scope, spots),
                layers(all, scope));
    }

    private PtNDArray spots(CacheBank bank, int[] lengths, PtNDManager scope) {
        int heads = decoder.spec().keyValueHeads();
        long[] spots = new long[lengths.length * 2 * heads];
        int next = 0;
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int kind = 0; kind < 2; kind++) {
                for (int head = 0; head < heads; head++) {
                    long before = ((long) kind * bank.slots() + slot) * heads + head;
                    spots[next++] = before * bank.capacity() + lengths[slot];
                }
            }
        }
        return Torch.longs(scope, spots, spots.length);
    }

    private TensorList layers(List<CacheBank> all, PtNDManager scope) {
        List<PtNDArray> layers = new ArrayList<>();
        for (int layer = 0; layer < decoder.spec().layers(); layer++) {
            for (CacheBank bank : all) {
                layers.add(bank.tensors().get(layer));
            }
        }
        return new TensorList(scope, layers);
    }

    @Override
    public void close() {
        clear();
        program.close();
    }
}
