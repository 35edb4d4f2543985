package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.Decoder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An adapter's values in the machine's memory as float32. A processor computes with this very memory, so that opening it for
 * the engine costs no copy.
 */
public final class HostAdapter implements AutoCloseable {
    /** Tensors begin at a multiple of this many bytes, as wide registers like it. */
    private static final long ALIGNMENT = 64;

    private final Arena arena;
    private final LoraConfig config;
    private final List<LoraModule> modules;
    private final List<ByteBuffer> values;

    private HostAdapter(Arena arena, LoraConfig config, List<LoraModule> modules, List<ByteBuffer> values) {
        this.arena = arena;
        this.config = config;
        this.modules = modules;
        this.values = values;
    }

    /** Reads a PEFT folder; an {@link AdapterException} says what is damaged or does not fit the base. */
    public static HostAdapter read(Path folder, DecoderSpec spec) {
        Arena arena = Arena.ofShared();
        try (AdapterFile file = AdapterFile.open(folder, spec)) {
            List<String> names = file.names();
            MemorySegment all = arena.allocate(
                    names.stream().mapToLong(name -> aligned(file, name)).sum(), ALIGNMENT);
            List<ByteBuffer> values = new ArrayList<>();
            long at = 0;
            for (String name : names) {
                MemorySegment floats = all.asSlice(at, 4 * file.elements(name));
                file.widen(name, floats);
                values.add(floats.asByteBuffer().order(ByteOrder.nativeOrder()));
                at += aligned(file, name);
            }
            return new HostAdapter(arena, file.config(), file.modules(), values);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static long aligned(AdapterFile file, String name) {
        return Math.ceilDiv(4 * file.elements(name), ALIGNMENT) * ALIGNMENT;
    }

    /** Opens it for the engine; this stays open as long as what is given. The thread records no gradients afterwards. */
    public LoraAdapter open(Decoder decoder) {
        LoraAdapter adapter = LoraAdapter.over(decoder.torch(), decoder.spec(), config, modules, values);
        decoder.measure(adapter.tensors());
        return adapter;
    }

    @Override
    public void close() {
        arena.close();
    }
}
