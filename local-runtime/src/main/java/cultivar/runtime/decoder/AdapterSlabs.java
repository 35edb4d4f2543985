package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of a batch's rows of about one rank, side by side as {@link SlabSource} reads them. Rows that change are
 * copied again, others stay.
 */
final class AdapterSlabs implements AutoCloseable {
    private static final String SOURCE = """
          def row(self: __torch__.K, A: List[Tensor], B: List[Tensor], at: Tensor, L: List[Tensor], S: List[Tensor], row: int) -> Tensor:
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
                _2 = torch.copy_(torch.slice(to, 0, 0, r), torch.mul(a, S[j]))
                _3 = torch.zero_(torch.slice(to, 0, r))
                segments = torch.reshape(b, [torch.size(up, 0), torch.size(up, 2), r])
                _4 = torch.copy_(torch.slice(up, 1, 0, r), torch.transpose(segments, 1, 2))
                _5 = torch.zero_(torch.slice(up, 1, r))
            return torch.select(A[0], 0, 0)
          def part(self: __torch__.K, slab: Tensor, begin: int, end: int) -> Tensor:
            return torch.slice(slab, 1, begin, end)
        """;

    private final Torch torch;
    private final TorchProgram program;
    private final PtNDManager owner;
    private final LoraLayout layout;
    private final int rank;
    private final @Nullable LoraTensors[] rows;
    private final List<List<PtNDArray>> layers = new ArrayList<>();
    /** For each layer the modules of all groups that it changes. */
    private final List<List<String>> modules = new ArrayList<>();

    private final TensorList downs;
    private final TensorList ups;

    /**
     * @param layout the modules that the rows' adapters change
     * @param rank the highest of a row
     * @param capacity the most rows
     */
    AdapterSlabs(Torch torch, DecoderSpec spec, LoraLayout layout, int rank, int capacity) {
        this.torch = torch;
        this.program = TorchProgram.compile(torch, SOURCE);
        this.owner = torch.scope();
        this.layout = layout;
        this.rank = rank;
        this.rows = new LoraTensors[capacity];
        List<PtNDArray> a = new ArrayList<>();
        List<PtNDArray> b = new ArrayList<>();
        for (List<String> targets : layout.layers()) {
            layers.add(layer(spec, targets, a, b));
        }
        this.downs = new TensorList(owner, a);
        this.ups = new TensorList(owner, b);
    }

    private List<PtNDArray> layer(DecoderSpec spec, List<String> targets, List<PtNDArray> a, List<PtNDArray> b) {
        List<PtNDArray> slabs = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (List<Linear> group : SlabSource.touched(BatchSource.groups(spec), targets)) {
            int width = SlabSource.width(group);
            long segments = group.stream().mapToLong(Linear::outputs).sum() / width;
            PtNDArray down = Torch.zeros(
                    owner,
                    rows.length,
                    (long) group.size() * rank,
                    group.getFirst().inputs());
            PtNDArray up = Torch.zeros(owner, rows.length, segments, rank, width);
            slabs.add(down);
            slabs.add(up);
            long segment = 0;
            for (int i = 0; i < group.size(); i++) {
                long end = segment + group.get(i).outputs() / width;
                all.add(group.get(i).module());
                a.add(part(down, (long) i * rank, (i + 1L) * rank));
                b.add(part(up, segment, end));
                segment = end;
            }
        }
        modules.add(all);
        return slabs;
    }

    private PtNDArray part(PtNDArray slab, long begin, long end) {
        return program.infer("part", owner)
                .tensor(slab)
                .number(begin)
                .number(end)
                .run();
    }

    /** A layer's slabs, as its part of {@code T} lists them. */
    List<PtNDArray> layer(int layer) {
        return layers.get(layer);
    }

    int capacity() {
        return rows.length;
    }

    LoraLayout layout() {
        return layout;
    }

    /** Sees to it that the first rows hold these adapters. */
    void hold(List<LoraTensors> wanted) {
        for (int row = 0; row < wanted.size(); row++) {
            if (!Objects.equals(rows[row], wanted.get(row))) {
                copy(wanted.get(row), row);
                rows[row] = wanted.get(row);
            }
        }
        // What is no longer wanted may be closed and must not be taken for a later one.
        Arrays.fill(rows, wanted.size(), rows.length, null);
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
        program.close();
    }
}
