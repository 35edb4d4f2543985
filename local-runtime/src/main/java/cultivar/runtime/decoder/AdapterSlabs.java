package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of a batch's rows of about one rank, side by side as {@link SlabSource} reads them, or the one adapter of all
 * rows as {@link JoinedSource} does. Rows that change are copied again, others stay.
 */
final class AdapterSlabs implements AutoCloseable {
    static final String SOURCE = """
          def row(self: __torch__.K, A: List[Tensor], B: List[Tensor], at: Tensor, L: List[Tensor], S: List[Tensor], row: int, rank: int) -> Tensor:
            for i in range(torch.len(A)):
              to = torch.select(A[i], 0, row)
              up = torch.select(B[i], 0, row)
              j = int(torch.select(at, 0, i))
              if torch.lt(j, 0):
                _0 = torch.zero_(up)
                _1 = torch.zero_(to)
              else:
                a = L[torch.mul(j, 2)]
                b = L[torch.add(torch.mul(j, 2), 1)]
                r = torch.size(a, 0)
                if torch.lt(r, rank):
                  _2 = torch.zero_(torch.slice(to, 1, r))
                  _3 = torch.zero_(torch.slice(up, 1, r))
                  down = torch.slice(to, 1, 0, r)
                  turned = torch.slice(up, 1, 0, r)
                else:
                  down = to
                  turned = up
                _4 = torch.mul(torch.t(a), S[j], out=down)
                segments = torch.reshape(b, [torch.size(up, 0), torch.size(up, 2), r])
                _5 = torch.copy_(turned, torch.transpose(segments, 1, 2))
            return torch.select(A[0], 0, 0)
          def part(self: __torch__.K, slab: Tensor, dimension: int, begin: int, end: int) -> Tensor:
            return torch.slice(slab, dimension, begin, end)
          def block(self: __torch__.K, up: Tensor, rank: int, row: int, begin: int, end: int) -> Tensor:
            block = torch.slice(torch.slice(up, 0, row, torch.add(row, rank)), 1, begin, end)
            return torch.unsqueeze(torch.unsqueeze(block, 0), 0)
          def one(self: __torch__.K, down: Tensor) -> Tensor:
            return torch.select(down, 0, 0)
          def downs(self: __torch__.K, down: Tensor, rows: int) -> Tensor:
            return torch.slice(down, 0, 0, rows)
          def ups(self: __torch__.K, up: Tensor, rows: int) -> Tensor:
            return torch.flatten(torch.slice(up, 0, 0, rows), 0, 1)
        """;

    private final Torch torch;
    private final TorchProgram program;
    private final PtNDManager owner;
    private final LoraLayout layout;
    private final int rank;
    private final boolean joined;
    private final @Nullable LoraTensors[] rows;
    private final List<List<Slab>> layers = new ArrayList<>();
    private final Map<Integer, List<List<PtNDArray>>> views = new HashMap<>();
    private final Map<Integer, TensorList> listed = new HashMap<>();
    /** For each layer the modules of all groups that it changes. */
    private final List<List<String>> modules = new ArrayList<>();

    private final TensorList downs;
    private final TensorList ups;
    private final long bytes;

    /** What a group of linear maps has: {@code A [rows,in,modules * rank]} and B, see {@link #up}. */
    private record Slab(List<Linear> group, PtNDArray down, PtNDArray up) {}

    /**
     * @param program of {@link #SOURCE}
     * @param layout the modules that the rows' adapters change
     * @param rank the highest of a row
     * @param capacity the most rows
     */
    AdapterSlabs(Torch torch, TorchProgram program, DecoderSpec spec, LoraLayout layout, int rank, int capacity) {
        this(torch, program, spec, layout, rank, capacity, false);
    }

    private AdapterSlabs(
            Torch torch,
            TorchProgram program,
            DecoderSpec spec,
            LoraLayout layout,
            int rank,
            int capacity,
            boolean joined) {
        this.torch = torch;
        this.program = program;
        this.owner = torch.scope();
        this.layout = layout;
        this.rank = rank;
        this.joined = joined;
        this.rows = new LoraTensors[capacity];
        List<PtNDArray> a = new ArrayList<>();
        List<PtNDArray> b = new ArrayList<>();
        for (List<String> targets : layout.layers()) {
            layers.add(layer(spec, targets, a, b));
        }
        this.downs = new TensorList(owner, a);
        this.ups = new TensorList(owner, b);
        this.bytes = layers.stream()
                .flatMap(List::stream)
                .mapToLong(slab -> 4 * (slab.down().size() + slab.up().size()))
                .sum();
    }

    /** Room for one adapter that answers all rows. */
    static AdapterSlabs joined(Torch torch, TorchProgram program, DecoderSpec spec, LoraLayout layout, int rank) {
        return new AdapterSlabs(torch, program, spec, layout, rank, 1, true);
    }

    private List<Slab> layer(DecoderSpec spec, List<String> targets, List<PtNDArray> a, List<PtNDArray> b) {
        List<Slab> slabs = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (List<Linear> group : JoinedLora.touched(BatchSource.groups(spec), targets)) {
            long inputs = group.getFirst().inputs();
            Slab slab = new Slab(group, Torch.zeros(owner, rows.length, inputs, (long) group.size() * rank), up(group));
            slabs.add(slab);
            int output = 0;
            for (int i = 0; i < group.size(); i++) {
                int end = output + group.get(i).outputs();
                all.add(group.get(i).module());
                a.add(part(slab.down(), 2, (long) i * rank, (i + 1L) * rank));
                b.add(upOf(slab, i, output, end));
                output = end;
            }
        }
        modules.add(all);
        return slabs;
    }

    /**
     * Room for the B of a group's modules: {@code [rows,segments,rank,width]}; of one adapter {@code [modules *
     * rank,outputs]}, where each module has its own rows and columns and the rest stays 0, so that they are one product.
     */
    private PtNDArray up(List<Linear> group) {
        long outputs = group.stream().mapToLong(Linear::outputs).sum();
        return joined
                ? Torch.zeros(owner, (long) group.size() * rank, outputs)
                : Torch.zeros(owner, rows.length, SlabSource.segments(group), rank, SlabSource.width(group));
    }

    /** The part of it that is a module's: {@code [rows,segments,rank,width]}. */
    private PtNDArray upOf(Slab slab, int module, int begin, int end) {
        if (joined) {
            return program.infer("block", owner)
                    .tensor(slab.up())
                    .number(rank)
                    .number((long) module * rank)
                    .number(begin)
                    .number(end)
                    .run();
        }
        int width = SlabSource.width(slab.group());
        return part(slab.up(), 1, begin / width, end / width);
    }

    private PtNDArray part(PtNDArray slab, int dimension, long begin, long end) {
        return program.infer("part", owner)
                .tensor(slab)
                .number(dimension)
                .number(begin)
                .number(end)
                .run();
    }

    /** A layer's tensors for the first rows, as its part of {@code T} lists them. */
    List<PtNDArray> layer(int layer, int members) {
        return views.computeIfAbsent(members, this::views).get(layer);
    }

    /** All layers' tensors for the first rows. */
    TensorList listed(int members) {
        return listed.computeIfAbsent(members, _ -> {
            List<PtNDArray> all = new ArrayList<>();
            for (int layer = 0; layer < layers.size(); layer++) {
                all.addAll(layer(layer, members));
            }
            return new TensorList(owner, all);
        });
    }

    private List<List<PtNDArray>> views(int members) {
        List<List<PtNDArray>> all = new ArrayList<>();
        for (List<Slab> slabs : layers) {
            List<PtNDArray> views = new ArrayList<>();
            slabs.forEach(slab -> views(slab, members, views));
            all.add(views);
        }
        return all;
    }

    private void views(Slab slab, int members, List<PtNDArray> into) {
        if (joined) {
            into.add(program.infer("one", owner).tensor(slab.down()).run());
            into.add(slab.up());
            return;
        }
        into.add(program.infer("downs", owner)
                .tensor(slab.down())
                .number(members)
                .run());
        into.add(program.infer("ups", owner).tensor(slab.up()).number(members).run());
        if (SlabSource.spreads(slab.group())) {
            into.add(moduleOfSegment(slab.group(), members));
        }
    }

    /** For each segment of each row the place of its module's part among all rows' parts. */
    private PtNDArray moduleOfSegment(List<Linear> group, int members) {
        int width = SlabSource.width(group);
        long[] places = IntStream.range(0, members * group.size())
                .flatMap(part -> IntStream.generate(() -> part)
                        .limit(group.get(part % group.size()).outputs() / width))
                .asLongStream()
                .toArray();
        return Torch.longs(owner, places, places.length);
    }

    /** Bytes of all rows. */
    long bytes() {
        return bytes;
    }

    /** Whether it has room for adapters of such modules and rank. */
    boolean takes(LoraLayout modules, int highest, int members) {
        return layout.equals(modules) && rank == highest && members <= rows.length;
    }

    /**
     * Sees to it that the first rows hold these adapters; those that are there stay where they are.
     *
     * @return for each row the number of its adapter among those wanted
     */
    int[] hold(List<LoraTensors> wanted) {
        int[] order = new int[wanted.size()];
        Arrays.fill(order, -1);
        Deque<Integer> strangers = new ArrayDeque<>();
        for (int i = 0; i < order.length; i++) {
            int row = rowOf(wanted.get(i), order);
            if (row < 0) {
                strangers.add(i);
            } else {
                order[row] = i;
            }
        }
        for (int row = 0; row < order.length; row++) {
            if (order[row] < 0) {
                order[row] = strangers.remove();
                rows[row] = null; // until all of it is there
                copy(wanted.get(order[row]), row);
                rows[row] = wanted.get(order[row]);
            }
        }
        // What is no longer wanted may be closed and must not be taken for a later one.
        Arrays.fill(rows, order.length, rows.length, null);
        return order;
    }

    /** A row that holds an adapter and is nobody's yet, or -1. */
    private int rowOf(LoraTensors adapter, int[] order) {
        return IntStream.range(0, order.length)
                .filter(row -> order[row] < 0 && adapter.equals(rows[row]))
                .findFirst()
                .orElse(-1);
    }

    private void copy(LoraTensors adapter, int row) {
        try (PtNDManager scope = torch.scope()) {
            var _ = program.infer("row", scope)
                    .list(downs)
                    .list(ups)
                    .tensor(places(adapter.layout(), torch.host(scope)))
                    .list(adapter.listed())
                    .list(adapter.listedGiven())
                    .number(row)
                    .number(rank)
                    .run();
        }
    }

    /** For each of the slabs' modules which of the adapter's it is, or -1. */
    private PtNDArray places(LoraLayout adapter, PtNDManager scope) {
        List<Long> places = new ArrayList<>();
        for (int layer = 0; layer < modules.size(); layer++) {
            List<String> own = adapter.layers().get(layer);
            for (String module : modules.get(layer)) {
                int place = own.indexOf(module);
                places.add(place < 0 ? -1L : adapter.before(layer) + place);
            }
        }
        return Torch.longs(scope, places.stream().mapToLong(Long::longValue).toArray(), places.size());
    }

    @Override
    public void close() {
        owner.close();
    }
}
