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
                _4 = torch.copy_(torch.slice(up, 0, 0, r), torch.t(b))
                _5 = torch.zero_(torch.slice(up, 0, r))
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
        for (List<Linear> group : BatchSource.groups(spec)) {
            List<String> touched = SlabSource.touched(group, targets);
            if (touched.isEmpty()) {
                continue;
            }
            PtNDArray down =
                    Torch.zeros(owner, rows.length, (long) touched.size() * rank, spec.inputs(touched.getFirst()));
            slabs.add(down);
            for (int i = 0; i < touched.size(); i++) {
                a.add(program.infer("part", owner)
                        .tensor(down)
                        .number((long) i * rank)
                        .number((long) (i + 1) * rank)
                        .run());
                PtNDArray up = Torch.zeros(owner, rows.length, rank, spec.outputs(touched.get(i)));
                b.add(up);
                slabs.add(up);
            }
        }
        return slabs;
    }

    /** A layer's slabs, as its part of {@code T} lists them. */
    List<PtNDArray> layer(int layer) {
        return layers.get(layer);
    }

    int rank() {
        return rank;
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
                    .tensor(Torch.longs(torch.host(scope), places(adapter.layout()), layout.modules()))
                    .list(adapter.listed())
                    .list(adapter.listedGiven())
                    .number(row)
                    .run();
        }
    }

    /** For each of the slabs' modules which of the adapter's it is, or -1. */
    private long[] places(LoraLayout adapter) {
        long[] places = new long[layout.modules()];
        int at = 0;
        for (int layer = 0; layer < layout.layers().size(); layer++) {
            List<String> own = adapter.layers().get(layer);
            for (String module : layout.layers().get(layer)) {
                int place = own.indexOf(module);
                places[at++] = place < 0 ? -1 : adapter.before(layer) + place;
            }
        }
        return places;
    }

    @Override
    public void close() {
        owner.close();
        program.close();
    }
}
