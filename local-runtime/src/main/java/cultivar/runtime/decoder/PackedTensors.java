package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.RotarySpec;
import cultivar.runtime.torch.Torch;
import java.util.Arrays;

/**
 * {@link PackedRows} as a program takes them, with a little filling at the end.
 *
 * @param ids {@code [N]}
 * @param cosines {@code [tables,N,1,dimensions]}
 * @param sines {@code [tables,N,1,dimensions]}
 * @param lengths {@code [rows]}, in the processor's memory, since they shape the work
 * @param places {@code [M]}, the labelled ones
 */
record PackedTensors(PtNDArray ids, PtNDArray cosines, PtNDArray sines, PtNDArray lengths, PtNDArray places) {
    /**
     * The number of tokens is rounded up to a multiple of this by a row of filling that nobody looks at: the engine
     * prepares and keeps something for every size of product that it meets.
     */
    private static final int MULTIPLE = 16;

    static PackedTensors of(Torch torch, RotarySpec rotary, PackedRows rows, PtNDManager owner) {
        int filling = Math.ceilDiv(rows.tokens(), MULTIPLE) * MULTIPLE - rows.tokens();
        int[] ids = Arrays.copyOf(rows.ids(), rows.tokens() + filling);
        int[] lengths = rows.lengths();
        if (filling > 0) {
            lengths = Arrays.copyOf(lengths, lengths.length + 1);
            lengths[lengths.length - 1] = filling;
        }
        RotaryTable table = RotaryTable.rows(rotary, lengths);
        return new PackedTensors(
                longs(owner, ids),
                Torch.floats(owner, table.cosines(), table.shape()),
                Torch.floats(owner, table.sines(), table.shape()),
                longs(torch.host(owner), lengths),
                longs(owner, rows.labelled()));
    }

    static PtNDArray longs(PtNDManager owner, int[] values) {
        return Torch.longs(owner, Arrays.stream(values).asLongStream().toArray(), values.length);
    }
}
