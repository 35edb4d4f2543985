package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that are decoded together, one token of each in a step, each with an adapter of its own or none. Rows are numbered
 * from 0 without a gap: when one leaves, the last takes its number. For one thread, which must not record gradients.
 */
public final class DecodeBatch implements AutoCloseable {
    /** Lower ranks share slabs of this one: products of fewer rows gain nothing. */
    private static final int LEAST_RANK = 4;

    /** Of adapters that each answer all rows for a while: two clients may take turns. */
    private static final int MOST_JOINED = 2;

    /** Adapters of which one can take another's place. */
    private record Shape(LoraLayout layout, int rank) {}

    private static final class Row {
        private final CacheBank.Place place;
        private @Nullable LoraTensors lora;
        private int length;

        Row(CacheBank.Place place, @Nullable LoraTensors lora, int length) {
            this.place = place;
            this.lora = lora;
            this.length = length;
        }
    }

    private final Decoder decoder;
    private final Torch torch;
    private final BatchCache cache;
    private final TorchProgram slabProgram;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, AdapterSlabs> slabs = new TreeMap<>();
    /** The last used at the end. */
    private final LinkedHashMap<Shape, AdapterSlabs> joined = new LinkedHashMap<>(4, 0.75f, true);

    private final SlabModules modules;
    private final Programs<BatchSource.Adapters> programs;

    /** An empty batch. */
    public DecodeBatch(Decoder decoder) {
        this.decoder = decoder;
        this.torch = decoder.torch();
        this.cache = new BatchCache(decoder);
        this.slabProgram = TorchProgram.compile(torch, AdapterSlabs.SOURCE);
        this.modules = new SlabModules(decoder.spec());
        this.programs = new Programs<>(
                torch,
                adapters -> BatchSource.of(
                        decoder.spec(),
                        decoder.weights().type(),
                        decoder.weights().kernels(),
                        adapters));
    }

    /** Number of sequences. */
    public int size() {
        return rows.size();
    }

    /** Tokens that a row has keys and values of. */
    public int length(int row) {
        return rows.get(row).length;
    }

    /** Tokens that the cache has room for, over all rows. */
    public long room() {
        return cache.room();
    }

    /** The same if there were rows with so many tokens, among them those that are there. */
    public long room(Collection<Integer> lengths) {
        return cache.room(lengths);
    }

    /** The same for one row by itself. */
    public static long room(int tokens) {
        return BatchCache.power(tokens, BatchCache.LEAST);
    }

    /**
     * Takes in a sequence after its prompt, whose keys and values are copied, and gives its number.
     *
     * @param lora the adapter that answers, or null for the base; it stays open while the row is there
     */
    public int join(KeyValueCache prompt, @Nullable LoraTensors lora) {
        rows.add(new Row(cache.add(prompt), lora, prompt.length()));
        return rows.size() - 1;
    }

    /** Lets another adapter go on with a row. */
    public void change(int row, @Nullable LoraTensors lora) {
        rows.get(row).lora = lora;
    }

    /** Copies what a row holds of its first tokens into an empty cache. */
    public void take(int row, KeyValueCache into, int[] ids) {
        CacheBank.Place place = rows.get(row).place;
        place.bank().read(place, into, ids.length);
        into.advance(ids);
    }

    /** Ends a row; the last one takes its number. */
    public void leave(int row) {
        cache.remove(rows.get(row).place);
        Row last = rows.removeLast();
        if (row < rows.size()) {
            rows.set(row, last);
        }
    }

    /** Ends all rows, without a step of the engine, which may have failed. */
    public void clear() {
        rows.clear();
        cache.clear();
    }

    /** Gives back the room that nobody is in. */
    public void fit() {
        cache.fit();
    }

    /**
     * Feeds each row its next token.
     *
     * @return for each row the logits after it
     */
    public float[][] next(int[] ids) {
        int n = rows.size();
        if (ids.length != n) {
            throw new IllegalArgumentException(ids.length + " tokens for " + n + " rows");
        }
        // The last first: where many outgrow a bank at once, nobody has to be moved into the place of another then.
        rows.reversed().forEach(row -> cache.grow(row.place, row.length));
        float[][] logits = new float[n][];
        try (PtNDManager scope = torch.scope()) {
            if (n == 1) {
                logits[0] = alone(rows.getFirst(), ids[0], scope);
            } else {
                boolean one = one();
                Given given = one ? one(rows.getFirst().lora) : slabs(scope);
                float[] all = torch.read(together(ids, given, scope));
                int vocabulary = all.length / n;
                for (int i = 0; i < n; i++) {
                    int row = given.order()[i];
                    // Slabs leave DoRA out; such a row is computed again by itself, over what the batch wrote for it.
                    logits[row] =
                            !one && decoder.orNone(rows.get(row).lora).layout().dora()
                                    ? single(rows.get(row), ids[row], scope)
                                    : Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary);
                }
            }
        }
        rows.forEach(row -> row.length++);
        return logits;
    }

    /** The only row: its adapter, joined, takes a fifth of the operations that it has by itself. */
    private float[] alone(Row row, int id, PtNDManager scope) {
        LoraTensors lora = row.lora;
        if (lora == null || lora.layout().dora() || lora.merged() != null) {
            return single(row, id, scope);
        }
        Given given = joined(lora);
        try (Programs<?>.Use use = programs.use(given.adapters())) {
            return torch.read(decoder.run(
                    use.program(),
                    "next_single",
                    new int[] {id},
                    row.length,
                    row.place.bank().alone(row.place, scope),
                    given.others(),
                    given.weights().forSingle(),
                    given.tensors(),
                    scope));
        }
    }

    private float[] single(Row row, int id, PtNDManager scope) {
        TensorList slot = row.place.bank().alone(row.place, scope);
        return torch.read(decoder.single(new int[] {id}, row.length, slot, row.lora, scope));
    }

    /** Whether all rows have the same adapter, or none. */
    private boolean one() {
        LoraTensors first = decoder.orNone(rows.getFirst().lora);
        return rows.stream().allMatch(row -> decoder.orNone(row.lora).equals(first));
    }

    private PtNDArray together(int[] ids, Given given, PtNDManager scope) {
        List<Row> ordered = Arrays.stream(given.order()).mapToObj(rows::get).toList();
        int[] tokens = Arrays.stream(given.order()).map(row -> ids[row]).toArray();
        int[] positions = ordered.stream().mapToInt(row -> row.length).toArray();
        RotaryTable rotary = RotaryTable.places(decoder.spec().rotary(), positions);
        BatchCache.Step step = cache.step(ordered.stream().map(row -> row.place).toList(), positions, scope);
        try (Programs<?>.Use use = programs.use(given.adapters())) {
            return use.program()
                    .infer("next", scope)
                    .tensor(PackedTensors.longs(scope, tokens))
                    .tensor(Torch.floats(scope, rotary.cosines(), rotary.shape()))
                    .tensor(Torch.floats(scope, rotary.sines(), rotary.shape()))
                    .tensor(step.order())
                    .tensor(step.places())
                    .tensor(step.longest())
                    .list(step.positions())
                    .list(step.spots())
                    .list(step.layers())
                    .list(given.weights().forSingle())
                    .list(given.tensors())
                    .list(given.others())
                    .run();
        }
    }

    /**
     * The adapters of a step.
     *
     * @param order numbers of the rows as the step has them, one after the other
     */
    private record Given(
            int[] order, BatchSource.Adapters adapters, Weights weights, TensorList tensors, TensorList others) {}

    private int[] asTheyAre() {
        return IntStream.range(0, rows.size()).toArray();
    }

    private Given one(@Nullable LoraTensors lora) {
        LoraTensors all = decoder.orNone(lora);
        Weights merged = all.merged();
        if (merged != null) {
            return listed(merged, decoder.orNone(null));
        }
        if (lora == null || lora.layout().dora()) {
            return listed(decoder.weights(), all);
        }
        return joined(lora);
    }

    private Given joined(LoraTensors lora) {
        LoraLayout layout = lora.widened(decoder.spec());
        AdapterSlabs slab = joined.computeIfAbsent(
                new Shape(layout, lora.rank()),
                _ -> AdapterSlabs.joined(torch, slabProgram, decoder.spec(), layout, lora.rank()));
        if (joined.size() > MOST_JOINED) {
            joined.pollFirstEntry().getValue().close();
        }
        var _ = slab.hold(List.of(lora));
        return new Given(
                asTheyAre(),
                new BatchSource.Adapters(BatchSource.Adapters.Kind.JOINED, layout, 1),
                decoder.weights(),
                slab.listed(1),
                lora.listedGiven());
    }

    private Given listed(Weights weights, LoraTensors all) {
        return new Given(
                asTheyAre(),
                new BatchSource.Adapters(BatchSource.Adapters.Kind.ONE, all.layout(), 1),
                weights,
                all.listed(),
                all.listedGiven());
    }

    private Given slabs(PtNDManager scope) {
        Map<Integer, List<Integer>> buckets = new TreeMap<>();
        Set<LoraLayout> layouts = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            LoraTensors lora = rows.get(i).lora;
            if (lora != null && !lora.layout().dora()) {
                layouts.add(lora.layout());
                buckets.computeIfAbsent(bucket(lora.rank()), rank -> new ArrayList<>())
                        .add(i);
            }
        }
        if (buckets.isEmpty()) {
            return one(null);
        }
        LoraLayout layout = modules.step(layouts);
        slabs.keySet().removeIf(rank -> stale(rank, layout, buckets));
        List<AdapterSlabs> used = new ArrayList<>();
        List<int[]> held = new ArrayList<>();
        buckets.forEach((rank, members) -> {
            AdapterSlabs slab = slabs.computeIfAbsent(rank, r -> fresh(r, layout, members.size()));
            int[] order = slab.hold(
                    members.stream().map(i -> decoder.orNone(rows.get(i).lora)).toList());
            used.add(slab);
            held.add(Arrays.stream(order).map(members::get).toArray());
        });
        if (held.getFirst().length == rows.size()) {
            return new Given(
                    held.getFirst(),
                    new BatchSource.Adapters(BatchSource.Adapters.Kind.WHOLE_SLABS, layout, 1),
                    decoder.weights(),
                    used.getFirst().listed(rows.size()),
                    decoder.orNone(null).listedGiven());
        }
        List<PtNDArray> tensors = new ArrayList<>();
        for (int layer = 0; layer < decoder.spec().layers(); layer++) {
            for (int i = 0; i < used.size(); i++) {
                tensors.addAll(used.get(i).layer(layer, held.get(i).length));
            }
        }
        List<PtNDArray> places =
                held.stream().map(order -> PackedTensors.longs(scope, order)).toList();
        return new Given(
                asTheyAre(),
                new BatchSource.Adapters(BatchSource.Adapters.Kind.SLABS, layout, used.size()),
                decoder.weights(),
                new TensorList(scope, tensors),
                new TensorList(scope, places));
    }

    /** Rows whose rank has the same next power of two share slabs of that rank. */
    private static int bucket(int rank) {
        return BatchCache.power(rank, LEAST_RANK);
    }

    /** Closes slabs that do not do any more: too few rows, other modules, or nobody's rank. */
    private boolean stale(int rank, LoraLayout layout, Map<Integer, List<Integer>> buckets) {
        AdapterSlabs slab = slabs.get(rank);
        List<Integer> members = buckets.get(rank);
        if (slab != null && members != null && slab.takes(layout, rank, members.size())) {
            return false;
        }
        if (slab != null) {
            slab.close();
        }
        return true;
    }

    private AdapterSlabs fresh(int rank, LoraLayout layout, int members) {
        return new AdapterSlabs(torch, slabProgram, decoder.spec(), layout, rank, BatchCache.power(members, 1));
    }

    /** How many programs are compiled. */
    int programs() {
        return programs.size();
    }

    /** Bytes of adapters that lie side by side for the batch. */
    public long slabBytes() {
        return slabs.values().stream().mapToLong(AdapterSlabs::bytes).sum()
                + joined.values().stream().mapToLong(AdapterSlabs::bytes).sum();
    }

    @Override
    public void close() {
        slabs.values().forEach(AdapterSlabs::close);
        joined.values().forEach(AdapterSlabs::close);
        programs.close();
        slabProgram.close();
        cache.close();
    }
}
