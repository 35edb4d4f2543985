package cultivar.runtime.decoder;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.quant.Int4;
import cultivar.runtime.quant.Int8;
import cultivar.runtime.quant.Nf4;
import cultivar.runtime.torch.Kernels;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A decoder's weights, in the order of {@link WeightLayout}. */
public final class Weights implements AutoCloseable {
    static final String LIST = "W";

    private static final String HALVE = """
          def halve(self: __torch__.K, x: Tensor) -> Tensor:
            return torch.to(x, 15)
          def pack4(self: __torch__.K, q: Tensor) -> Tensor:
            return torch._convert_weight_to_int4pack_for_cpu(torch.to(q, 3), 1)
        """;

    private final PtNDManager owner;
    private final BaseType type;
    private final Kernels kernels;
    private final List<PtNDArray> tensors;
    private final List<PtNDArray> parts;
    private final TensorList listed;
    private final TensorList parted;
    private final long bytes;

    Weights(
            PtNDManager owner,
            BaseType type,
            Kernels kernels,
            List<PtNDArray> tensors,
            List<PtNDArray> parts,
            long bytes) {
        this.owner = owner;
        this.type = type;
        this.kernels = kernels;
        this.tensors = TorchProgram.listed(LIST, tensors);
        this.listed = new TensorList(owner, tensors);
        this.parts = List.copyOf(parts);
        this.parted = new TensorList(owner, parts);
        this.bytes = bytes;
    }

    /** Reads all weights, one at a time, and holds them in a type. */
    public static Weights load(Torch torch, DecoderSpec spec, WeightSource source, BaseType type) {
        return load(torch, spec, source, type, torch.kernels());
    }

    /** The same for what computes with these kernels. */
    static Weights load(Torch torch, DecoderSpec spec, WeightSource source, BaseType type, Kernels kernels) {
        PtNDManager owner = torch.scope();
        try (TorchProgram halve = TorchProgram.compile(torch, HALVE);
                PtNDManager scope = torch.scope()) {
            WeightLayout layout = new WeightLayout(spec, type);
            JointMatrices joint = kernels.onCpu() ? new JointMatrices(spec, layout, owner, _ -> true) : null;
            Loader loader = new Loader(torch, owner, scope, halve, type, kernels, joint);
            for (DecoderSpec.Weight weight : spec.weights()) {
                loader.add(source, weight, layout.form(weight));
            }
            List<PtNDArray> parted =
                    joint == null ? loader.tensors : parted(spec, layout, joint, loader.tensors, owner, _ -> true);
            return new Weights(owner, type, kernels, loader.tensors, parted, loader.bytes);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /** Takes freshly made weights in float32, one for each of {@link DecoderSpec#weights()}. */
    public static Weights of(Torch torch, DecoderSpec spec, List<float[]> values) {
        Iterator<float[]> next = values.iterator();
        return load(
                torch, spec, (weight, floats) -> floats.copyFrom(MemorySegment.ofArray(next.next())), BaseType.FLOAT32);
    }

    /**
     * The same memory, for a processor with matrices of layers in parts, see {@link WeightLayout.Parts}.
     *
     * @param those which matrices, by their names; others stay as they are
     */
    static List<PtNDArray> parted(
            DecoderSpec spec,
            WeightLayout layout,
            JointMatrices joint,
            List<PtNDArray> tensors,
            PtNDManager owner,
            Predicate<String> those) {
        List<PtNDArray> seen = new ArrayList<>(tensors);
        int at = 0;
        for (DecoderSpec.Weight weight : spec.weights()) {
            PtNDArray group = joint.group(weight);
            if (group != null) {
                seen.set(at, group);
            } else if (those.test(weight.name())
                    && layout.parts(weight) == WeightLayout.Parts.MADE
                    && joint.matrix(weight) == null) {
                PtNDArray view = (PtNDArray) tensors.get(at)
                        .reshape(MatrixSource.PARTS, -1, weight.shape().getLast());
                view.attach(owner);
                seen.set(at, view);
            }
            at += layout.form(weight).tensors();
        }
        return seen;
    }

    static long[] shape(DecoderSpec.Weight weight) {
        return weight.shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** Brings weights into their form one after the other. */
    private static final class Loader {
        /**
         * Values of the largest weights that share one room. Freed between the tensors that stay, each would leave a
         * hole of its size; what is larger the allocator gives back to the system.
         */
        private static final long ROOM = 8 << 20;

        private final Torch torch;
        private final PtNDManager owner;
        private final TorchProgram halve;
        private final boolean halved;
        private final List<PtNDArray> tensors = new ArrayList<>();
        private final PtNDArray pairs;
        private final PtNDArray room;
        private final @Nullable JointMatrices joint;
        private long bytes;

        Loader(
                Torch torch,
                PtNDManager owner,
                PtNDManager scope,
                TorchProgram halve,
                BaseType type,
                Kernels kernels,
                @Nullable JointMatrices joint) {
            this.torch = torch;
            this.joint = joint;
            this.owner = owner;
            this.halve = halve;
            this.halved = MatrixSource.halved(type, kernels);
            this.pairs = Torch.floats(owner, Nf4.pairs(), 256, 2);
            this.room = Torch.empty(torch.host(scope), DataType.FLOAT32, ROOM);
        }

        void add(WeightSource source, DecoderSpec.Weight weight, WeightLayout.Form form) {
            if (form == WeightLayout.Form.EXACT || (form == WeightLayout.Form.PLAIN && !halved)) {
                PtNDArray ready = joint == null ? null : joint.matrix(weight);
                PtNDArray exact =
                        ready != null ? ready : Torch.empty(torch.host(owner), DataType.FLOAT32, shape(weight));
                source.read(weight, Torch.memory(exact));
                keep(torch.toDevice(exact, owner), 4 * weight.elements());
                return;
            }
            try (PtNDManager scope = torch.scope()) {
                PtNDArray exact = exact(weight, torch.host(scope));
                source.read(weight, Torch.memory(exact));
                switch (form) {
                    case INT8 -> int8(exact, weight);
                    case NF4 -> nf4(exact, weight);
                    case INT4 -> int4(exact, weight);
                    case EXACT, PLAIN ->
                        keep(
                                halve.call("halve", owner)
                                        .tensor(torch.toDevice(exact, scope))
                                        .run()
                                        .getFirst(),
                                2 * weight.elements());
                }
            }
        }

        /** Room for a weight in float32, whose values are gone with the next one. */
        private PtNDArray exact(DecoderSpec.Weight weight, PtNDManager scope) {
            if (weight.elements() > ROOM) {
                return Torch.empty(scope, DataType.FLOAT32, shape(weight));
            }
            try (PtNDArray part = (PtNDArray) room.get(new NDIndex().addSliceDim(0, weight.elements()))) {
                PtNDArray exact = (PtNDArray) part.reshape(shape(weight));
                exact.attach(scope);
                return exact;
            }
        }

        private void int8(PtNDArray exact, DecoderSpec.Weight weight) {
            long rows = weight.shape().getFirst();
            long columns = weight.shape().getLast();
            PtNDArray values = Torch.empty(torch.host(owner), DataType.INT8, rows, columns);
            PtNDArray scales = Torch.empty(torch.host(owner), DataType.FLOAT32, rows);
            Int8.quantise(Torch.memory(exact), rows, columns, Torch.memory(values), Torch.memory(scales));
            keep(torch.toDevice(values, owner), rows * columns);
            keep(torch.toDevice(scales, owner), 4 * rows);
            float[] ones = new float[Math.toIntExact(rows)];
            Arrays.fill(ones, 1);
            try (PtNDManager scope = torch.scope()) {
                tensors.add(halve.call("halve", owner)
                        .tensor(Torch.floats(scope, ones, rows))
                        .run()
                        .getFirst());
            }
        }

        private void nf4(PtNDArray exact, DecoderSpec.Weight weight) {
            long rows = weight.shape().getFirst();
            long columns = weight.shape().getLast();
            PtNDArray values = Torch.empty(torch.host(owner), DataType.UINT8, rows, columns / 2);
            PtNDArray scales = Torch.empty(torch.host(owner), DataType.FLOAT32, rows, columns / Nf4.BLOCK);
            Nf4.quantise(Torch.memory(exact), rows, columns, Torch.memory(values), Torch.memory(scales));
            keep(torch.toDevice(values, owner), rows * columns / 2);
            keep(torch.toDevice(scales, owner), 4 * rows * columns / Nf4.BLOCK);
            tensors.add(pairs);
        }

        private void int4(PtNDArray exact, DecoderSpec.Weight weight) {
            long rows = weight.shape().getFirst();
            long columns = weight.shape().getLast();
            try (PtNDManager scope = torch.scope()) {
                PtNDArray values = Torch.empty(scope, DataType.INT8, rows, columns);
                PtNDArray scales = Torch.empty(scope, DataType.FLOAT32, columns / Int4.BLOCK, rows, 2);
                Int4.quantise(Torch.memory(exact), rows, columns, Torch.memory(values), Torch.memory(scales));
                keep(halve.call("pack4", owner).tensor(values).run().getFirst(), rows * columns / 2);
                keep(halve.call("halve", owner).tensor(scales).run().getFirst(), 4 * rows * columns / Int4.BLOCK);
            }
        }

        private void keep(PtNDArray tensor, long size) {
            tensors.add(tensor);
            bytes += size;
        }
    }

    /** How they are held. */
    public BaseType type() {
        return type;
    }

    /** The ways of multiplying that they are held for. */
    Kernels kernels() {
        return kernels;
    }

    public List<PtNDArray> tensors() {
        return tensors;
    }

    /** The same for calls without gradients. */
    TensorList listed() {
        return listed;
    }

    /** The same memory as single tokens take it. */
    List<PtNDArray> parts() {
        return parts;
    }

    /** The same for computing a single token. */
    TensorList forSingle() {
        return parted;
    }

    /** Bytes that they take. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        owner.close();
    }
}
