package cultivar.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A loaded TorchScript program: methods over tensors that are handed in, with no weights of its own. Calls from several
 * threads at once are safe.
 */
public final class TorchProgram implements AutoCloseable {
    private final Torch torch;
    private final PtNDManager owner;
    private final PtSymbolBlock block;

    private TorchProgram(Torch torch, PtNDManager owner, PtSymbolBlock block) {
        this.torch = torch;
        this.owner = owner;
        this.block = block;
    }

    /** Compiles methods of a class, each indented by two spaces and taking {@code self: __torch__.K} first. */
    public static TorchProgram compile(Torch torch, String methods) {
        PtNDManager owner = torch.scope();
        try {
            PtSymbolBlock block =
                    JniUtils.loadModule(owner, new ByteArrayInputStream(TorchArchive.pack(methods)), false, false);
            return new TorchProgram(torch, owner, block);
        } catch (IOException e) {
            owner.close();
            throw new UncheckedIOException("a stream in memory failed", e);
        } catch (EngineException e) {
            owner.close();
            throw e;
        }
    }

    /** Starts a call; results belong to {@code results}, and so must the first argument. */
    public Call call(String method, PtNDManager results) {
        return new Call(method, results);
    }

    /** One call of a method: its arguments in order, then {@link #run()}. */
    public final class Call {
        private final PtNDManager results;
        private final NDList arguments = new NDList();
        private final PtNDArray method;

        private Call(String method, PtNDManager results) {
            this.results = results;
            // It only bears the name, so it need not travel to a card.
            this.method = JniUtils.createEmptyNdArray(
                    results, new Shape(1), DataType.INT64, Device.cpu(), SparseFormat.DENSE);
            this.method.setName("module_method:" + method);
        }

        /** A tensor argument; it must not be the member of a list in the same call. */
        public Call tensor(PtNDArray tensor) {
            arguments.add(tensor);
            return this;
        }

        /**
         * A list argument. DJL tells the members of a list by a common name ending in brackets, so each tensor keeps
         * the name of the list that it was first made for, see {@link #listed}.
         */
        public Call list(List<PtNDArray> members) {
            arguments.addAll(members);
            return this;
        }

        /** Runs the method and gives its results; gradients are recorded if the thread was prepared to. */
        public List<PtNDArray> run() {
            arguments.add(method);
            NDList output = torch.timed(() -> IValueUtils.forward(block, arguments, true));
            method.close();
            for (var tensor : output) {
                tensor.attach(results);
            }
            return output.stream().map(PtNDArray.class::cast).toList();
        }
    }

    /**
     * Starts a call that records nothing for gradients, which spares each operation some of its cost. What is written in
     * place must have been made by {@link #call} or by hand.
     */
    public Inference infer(String method, PtNDManager results) {
        return new Inference(method, results);
    }

    /** One such call of a method that gives a tensor: its arguments in order, then {@link #run()}. */
    public final class Inference {
        private final String method;
        private final PtNDManager results;
        private final List<IValue> arguments = new ArrayList<>();
        private final List<IValue> own = new ArrayList<>();

        private Inference(String method, PtNDManager results) {
            this.method = method;
            this.results = results;
        }

        /** A tensor argument. */
        public Inference tensor(PtNDArray tensor) {
            return own(IValue.from(tensor));
        }

        /** An integer argument. */
        public Inference number(long number) {
            return own(IValue.from(number));
        }

        /** A list argument. */
        public Inference list(TensorList members) {
            arguments.add(members.value());
            return this;
        }

        private Inference own(IValue value) {
            own.add(value);
            arguments.add(value);
            return this;
        }

        /** Runs the method and gives its result, which can only be read, and belongs to {@code results}. */
        public PtNDArray run() {
            IValue[] all = arguments.toArray(IValue[]::new);
            try (IValue result = torch.timed(() -> IValueUtils.runMethod(block, method, all))) {
                return result.toTensor(results);
            } finally {
                own.forEach(IValue::close);
            }
        }
    }

    /** Marks tensors as the members of one list argument. */
    public static List<PtNDArray> listed(String name, List<PtNDArray> members) {
        members.forEach(member -> member.setName(name + "[]"));
        return List.copyOf(members);
    }

    @Override
    public void close() {
        block.close();
        owner.close();
    }
}
