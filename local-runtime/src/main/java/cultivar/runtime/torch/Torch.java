package cultivar.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The PyTorch engine of this process, started through DJL. Tensors belong to a {@link PtNDManager} and live until it
 * is closed; {@link #scope()} gives one for a piece of work.
 *
 * <p>Only float32 and int64 tensors pass through DJL here: asking it for a bfloat16 tensor ends the virtual machine.
 */
public final class Torch {
    private final Engine engine;
    private final PtNDManager root;

    private Torch(Engine engine, PtNDManager root) {
        this.engine = engine;
        this.root = root;
    }

    /**
     * Loads the natives, which takes about half a second, and some seconds more the first time on a machine, when they
     * are unpacked.
     *
     * @param cache where the natives are unpacked to, once for a machine
     */
    public static Torch start(Path cache) {
        // Nothing is ever fetched behind the user's back: no natives, no telemetry.
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("RUST_FLAVOR", "cpu");
        if (System.getenv("DJL_CACHE_DIR") == null && System.getenv("ENGINE_CACHE_DIR") == null) {
            setUnlessSet("DJL_CACHE_DIR", cache.toString());
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            return new Torch(engine, (PtNDManager) engine.newBaseManager(Device.cpu()));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            throw new EngineException(
                    "The engine (PyTorch " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ") could not be started: " + e.getMessage()
                            + ". Run `cultivar doctor` for what is missing.",
                    e);
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

    /** Whether a CUDA device is usable. */
    public boolean hasGpu() {
        return engine.getGpuCount() > 0;
    }

    /** Number of native threads that one operation may use. */
    public int threads() {
        return JniUtils.getNumThreads();
    }

    /** A fresh owner for tensors; closing it frees them. */
    public PtNDManager scope() {
        return (PtNDManager) root.newSubManager();
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
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return floats(owner, buffer, shape);
    }

    /** An int64 tensor of the given values. */
    public static PtNDArray longs(PtNDManager owner, long[] values, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return JniUtils.createNdFromByteBuffer(
                owner, buffer, new Shape(shape), DataType.INT64, SparseFormat.DENSE, owner.getDevice());
    }

    /** A float32 tensor of zeros. */
    public static PtNDArray zeros(PtNDManager owner, long... shape) {
        return (PtNDArray) owner.zeros(new Shape(shape), DataType.FLOAT32);
    }
}
