package cultivar.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import cultivar.runtime.device.DeviceChoice;
import cultivar.runtime.device.DeviceException;
import cultivar.runtime.device.DevicePlan;
import cultivar.runtime.device.Libtorch;
import cultivar.runtime.device.Machine;
import cultivar.runtime.lifetime.ProcessEnd;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The PyTorch engine of this process, started through DJL. Tensors belong to a {@link PtNDManager} and live until it
 * is closed; {@link #scope()} gives one for a piece of work.
 *
 * <p>Only float32, int64 and byte tensors pass through DJL here: asking it for a bfloat16 tensor ends the virtual
 * machine. Programs make those themselves.
 */
public final class Torch {
    private final Engine engine;
    private final PtNDManager root;
    private final ComputeDevice device;
    private final CardMemory before;
    private final Kernels kernels;
    private final LongAdder nativeNanos = new LongAdder();

    private Torch(Engine engine, PtNDManager root, ComputeDevice device, CardMemory before) {
        this.engine = engine;
        this.root = root;
        this.device = device;
        this.before = before;
        this.kernels = onCpu() ? OneDnnTrial.kernels(this) : Kernels.OF_CARD;
    }

    /**
     * Loads the natives, which takes about half a second, and some seconds more the first time on a machine, when they
     * are unpacked. Which natives they are is settled by the first start of a process.
     *
     * @param cache where the natives are unpacked to, once for a machine
     * @param choice the device that is asked for
     * @throws EngineException if they cannot be loaded, or the device cannot be had
     */
    public static Torch start(Path cache, DeviceChoice choice) {
        try {
            DevicePlan plan = DevicePlan.of(Machine.here(), choice, cache);
            configure(cache, plan);
            CardMemory before = plan.libtorch() == null ? CardMemory.NONE : CardMemory.now();
            Engine engine = Engine.getEngine("PyTorch");
            ComputeDevice device = ComputeDevice.of(engine, plan);
            // Chosen here and not by DJL, which would take a card that these natives know nothing of.
            PtNDManager root = (PtNDManager) engine.newBaseManager(device.gpu() ? Device.gpu() : Device.cpu());
            return new Torch(engine, root, device, before);
        } catch (DeviceException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            throw new EngineException(
                    "The engine (PyTorch " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ") could not be started: " + firstLine(e)
                            + ". Run `cultivar doctor` for what is missing.",
                    e);
        }
    }

    private static String firstLine(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static void configure(Path cache, DevicePlan plan) {
        NativeEnvironment.prepare();
        // Nothing is ever fetched behind the user's back: no natives, no telemetry.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("RUST_FLAVOR", "cpu");
        if (System.getenv("DJL_CACHE_DIR") == null && System.getenv("ENGINE_CACHE_DIR") == null) {
            setUnlessSet("DJL_CACHE_DIR", cache.toString());
        }
        if (plan.libtorch() != null) {
            setUnlessSet("PYTORCH_LIBRARY_PATH", plan.libtorch().folder().toString());
            setUnlessSet("PYTORCH_VERSION", Libtorch.VERSION);
            setUnlessSet("PYTORCH_FLAVOR", Libtorch.FLAVOR);
        }
    }

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** The version of the native library. */
    public String version() {
        return engine.getVersion();
    }

    /** Which ways of multiplying matrices there are; tried out once. */
    public Kernels kernels() {
        return kernels;
    }

    /** The device that computes, and why it is that one. */
    public ComputeDevice device() {
        return device;
    }

    /** Whether a processor computes rather than a card. */
    public boolean onCpu() {
        return !root.getDevice().isGpu();
    }

    /** Bytes of memory that the card has which computes; 0 where a processor does, or where the driver does not tell. */
    public long cardMemory() {
        return onCpu() ? 0 : before.total();
    }

    /**
     * MiB of the card's memory that this process took since it started the engine, its own workings included: the most
     * that it has held since {@link #release}, for what PyTorch has freed it keeps for itself. What other programs took
     * or gave back in the meantime counts too, since the driver tells no more. 0 where a processor computes.
     */
    public long cardMib() {
        return cardMemory() == 0 ? 0 : Math.max(0, CardMemory.now().used() - before.used()) >> 20;
    }

    /** Gives a card's memory back that PyTorch keeps though nothing lies in it. */
    public void release() {
        if (!onCpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** Number of native threads that one operation may use. */
    public int threads() {
        return JniUtils.getNumThreads();
    }

    /** Seconds that calls into the native engine have taken so far, over all threads. */
    public double nativeSeconds() {
        return nativeNanos.sum() / 1e9;
    }

    <T> T timed(Supplier<T> call) {
        long started = System.nanoTime();
        try {
            return ProcessEnd.ofThisProcess().during(call);
        } catch (ai.djl.engine.EngineException e) {
            throw said(e);
        } finally {
            nativeNanos.add(System.nanoTime() - started);
        }
    }

    /** PyTorch hides that a card is full behind many lines of its program. */
    private static RuntimeException said(ai.djl.engine.EngineException e) {
        return String.valueOf(e.getMessage()).contains("CUDA out of memory")
                ? new EngineException(
                        "The graphics card's memory does not suffice. Lower batch or maximum length, hold the base in"
                                + " int8 or nf4, or close what else uses the card.",
                        e)
                : e;
    }

    /**
     * Adds the gradients of what led to {@code output} to its leaves.
     *
     * @param seed the gradient of the output, of its shape
     */
    public void backward(PtNDArray output, PtNDArray seed) {
        timed(() -> {
            JniUtils.backward(output, seed, false, false);
            return output;
        });
    }

    /** A fresh owner for tensors; closing it frees them. */
    public PtNDManager scope() {
        return (PtNDManager) root.newSubManager();
    }

    /** What is made of tensors in a scope that it takes over; where it cannot be made, they are freed. */
    public <T> T owning(Function<PtNDManager, T> make) {
        PtNDManager owner = scope();
        try {
            return make.apply(owner);
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Prepares the calling thread: whether operations record gradients, and without the profiling executor, which
     * would compile anew for every length of text. Both are settings of a thread, and threads start with gradients on.
     */
    public static void prepareThread(boolean gradients) {
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(gradients);
    }

    /** Seeds the native generator, which dropout draws from. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** A float32 tensor over a direct buffer in the machine's byte order, without copying. */
    public static PtNDArray floats(PtNDManager owner, ByteBuffer direct, long... shape) {
        return JniUtils.createNdFromByteBuffer(
                owner, direct, new Shape(shape), DataType.FLOAT32, SparseFormat.DENSE, owner.getDevice());
    }

    /** A float32 tensor of the given values. */
    public static PtNDArray floats(PtNDManager owner, float[] values, long... shape) {
        return floats(owner, direct(values), shape);
    }

    /** Values in a buffer for {@link #floats(PtNDManager, ByteBuffer, long...)}. */
    public static ByteBuffer direct(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    /** An int64 tensor of the given values. */
    public static PtNDArray longs(PtNDManager owner, long[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return JniUtils.createNdFromByteBuffer(
                owner, buffer, new Shape(shape), DataType.INT64, SparseFormat.DENSE, owner.getDevice());
    }

    /** An owner of tensors in the processor's memory that lives as long as another owner. */
    public PtNDManager host(PtNDManager owner) {
        return onCpu() ? owner : owner.newSubManager(Device.cpu());
    }

    /** A tensor of the processor's memory on the engine's device; the given one is used up. */
    public PtNDArray toDevice(PtNDArray tensor, PtNDManager owner) {
        if (onCpu()) {
            return tensor;
        }
        PtNDArray moved = timed(() -> tensor.toDevice(owner.getDevice(), true));
        moved.attach(owner);
        tensor.close();
        return moved;
    }

    /** The values of a float32 tensor, wherever it lies; nothing of them stays behind in native memory. */
    public static float[] values(PtNDArray tensor) {
        if (!tensor.getDevice().isGpu()) {
            return tensor.toFloatArray();
        }
        // DJL would leave its copy in the processor's memory to the tensor's owner, which may live long.
        PtNDArray copy = tensor.toDevice(Device.cpu(), true);
        PtNDManager made = copy.getManager();
        try (copy) {
            return copy.toFloatArray();
        } finally {
            // An owner for the other device, which DJL makes for the copy alone.
            if (!made.equals(tensor.getManager())) {
                made.close();
            }
        }
    }

    /**
     * {@link #values}, waiting for them: a card goes on with its work while calls return, so the wait counts among the
     * seconds of the native engine.
     */
    public float[] read(PtNDArray tensor) {
        return timed(() -> values(tensor));
    }

    /** A tensor whose values are still to be written, see {@link #memory}; it may be larger than 2 GiB. */
    public static PtNDArray empty(PtNDManager owner, DataType type, long... shape) {
        return JniUtils.createEmptyNdArray(owner, new Shape(shape), type, owner.getDevice(), SparseFormat.DENSE);
    }

    /** The values of a contiguous tensor on the CPU, in row-major order; valid as long as the tensor. */
    public static MemorySegment memory(PtNDArray tensor) {
        long bytes = tensor.size() * tensor.getDataType().getNumOfBytes();
        // A buffer holds 2 GiB at most, so that of a large tensor is taken over its first row, which begins alike.
        if (bytes <= Integer.MAX_VALUE) {
            return MemorySegment.ofBuffer(JniUtils.getByteBuffer(tensor, true));
        }
        try (PtNDArray row = (PtNDArray) tensor.get(0)) {
            long address =
                    MemorySegment.ofBuffer(JniUtils.getByteBuffer(row, true)).address();
            return MemorySegment.ofAddress(address).reinterpret(bytes);
        }
    }

    /** A float32 tensor of zeros. */
    public static PtNDArray zeros(PtNDManager owner, long... shape) {
        return (PtNDArray) owner.zeros(new Shape(shape), DataType.FLOAT32);
    }
}
