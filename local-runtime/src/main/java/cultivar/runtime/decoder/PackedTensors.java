package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.RotarySpec;
import cultivar.runtime.torch.Torch;
import java.util.Arrays;

/**
 * {@link PackedRows} as a program takes them.
 *
 * @param ids {@code [N]}
 * @param cosines {@code [tables,N,1,dimensions]}
 * @param sines {@code [tables,N,1,dimensions]}
 * @param lengths {@code [rows]}, in the processor's memory, since they shape the work
 * @param places {@code [M]}, the labelled ones
 */
record PackedTensors(PtNDArray ids, PtNDArray cosines, PtNDArray sines, PtNDArray lengths, PtNDArray places) {
    static PackedTensors of(Torch torch, RotarySpec rotary, PackedRows rows, PtNDManager owner) {
        RotaryTable table = RotaryTable.rows(rotary, rows.lengths());
        return new PackedTensors(
                longs(owner, rows.ids()),
                Torch.floats(owner, table.cosines(), table.shape()),
                Torch.floats(owner, table.sines(), table.shape()),
                longs(torch.host(owner), rows.lengths()),
                longs(owner, rows.labelled()));
    }

    static PtNDArray longs(PtNDManager owner, int[] values) {
        return Torch.longs(owner, Arrays.stream(values).asLongStream().toArray(), values.length);
    }
}
