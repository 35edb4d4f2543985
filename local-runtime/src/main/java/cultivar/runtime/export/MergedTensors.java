package cultivar.runtime.export;

import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.safetensors.Rows;
import cultivar.runtime.safetensors.StoredRows;
import cultivar.runtime.safetensors.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of a base model with an adapter added to them, made row by row. */
final class MergedTensors implements WeightSource {
    private final Checkpoint base;
    private final @Nullable AdapterFile adapter;
    private final Map<String, LoraModule> changed = new HashMap<>();

    /** @param adapter what is added, or null for the base alone */
    MergedTensors(Checkpoint base, @Nullable AdapterFile adapter) {
        this.base = base;
        this.adapter = adapter;
        if (adapter != null) {
            adapter.modules()
                    .forEach(module -> changed.put(base.stored(module.path()).name(), module));
        }
    }

    /** Every tensor that the base stores, in the order of its files. */
    List<TensorInfo> tensors() {
        return base.stored();
    }

    /** Whether the adapter changes a tensor. */
    boolean isChanged(TensorInfo tensor) {
        return changed.containsKey(tensor.name());
    }

    /** A tensor's bytes as the base stores them. */
    MemorySegment bytes(TensorInfo tensor) {
        return base.bytes(tensor);
    }

    /** The values of a tensor of a floating type. */
    Rows rows(TensorInfo tensor) {
        Rows stored = new StoredRows(tensor, base.bytes(tensor));
        LoraModule module = changed.get(tensor.name());
        return adapter == null || module == null ? stored : new MergedRows(stored, adapter, module);
    }

    @Override
    public void read(DecoderSpec.Weight weight, MemorySegment floats) {
        rows(base.stored(weight)).readAll(floats);
    }
}
