package cultivar.runtime.torch;

import ai.djl.engine.Engine;
import cultivar.runtime.device.DeviceException;
import cultivar.runtime.device.Libtorch;
import cultivar.runtime.device.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * PyTorch's libraries with CUDA, as DJL fetches them from its own site. It is done only when a person asks for it, and
 * by a process that has not started the engine: natives are loaded once for a process.
 */
public final class CudaDownload {
    /** Bytes to fetch, about; DJL does not say before. */
    public static final long FETCHED_BYTES = 2_500_000_000L;

    /** Bytes that they take on the disk once unpacked, about. */
    public static final long UNPACKED_BYTES = 5_500_000_000L;

    private final Machine machine;
    private final Path cache;

    public CudaDownload(Machine machine, Path cache) {
        this.machine = machine;
        this.cache = cache;
    }

    /** The folder that they come to lie in. */
    public Path folder() {
        return Libtorch.downloaded(machine, cache);
    }

    /** Whether they are there already. */
    public boolean isDone() {
        return Libtorch.isDownloaded(machine, cache);
    }

    /**
     * Fetches them; blocks for as long as that takes.
     *
     * @param progress is told about once a second how many bytes lie on the disk, unpacked
     * @throws DeviceException with one line, if there are none for this machine, no room or no network
     */
    public void run(LongConsumer progress) {
        if (machine.system() == Machine.Os.MAC || !machine.x86()) {
            throw new DeviceException(
                    "There are no CUDA libraries for this system; they are for Linux and Windows on" + " x86-64.");
        }
        Path parent = make();
        FutureTask<Engine> task = new FutureTask<>(() -> Engine.getEngine("PyTorch"));
        configure();
        long before = size(parent);
        Thread.ofPlatform().daemon().name("cuda-download").start(task);
        try {
            while (!ended(task)) {
                progress.accept(Math.max(0, size(parent) - before));
            }
            task.get();
        } catch (ExecutionException e) {
            if (!isDone()) {
                throw failed(e);
            }
            // Fetched, but not to be loaded here: whoever starts the engine next hears why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException("The CUDA libraries were not fetched: it was interrupted.");
        }
    }

    private static boolean ended(FutureTask<Engine> task) throws InterruptedException, ExecutionException {
        try {
            task.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Path make() {
        Path parent = cache.resolve("pytorch");
        try {
            Files.createDirectories(parent);
            if (Files.getFileStore(parent).getUsableSpace() < UNPACKED_BYTES) {
                throw new DeviceException("The CUDA libraries need about " + UNPACKED_BYTES / 1_000_000_000.0
                        + " GB in " + parent + ", and there is less. Free some space.");
            }
            return parent;
        } catch (IOException e) {
            throw new DeviceException(parent + " cannot be made (" + e.getMessage() + ").");
        }
    }

    private void configure() {
        System.setProperty("ai.djl.offline", "false");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ENGINE_CACHE_DIR", cache.toString());
        System.setProperty("PYTORCH_VERSION", Libtorch.DOWNLOADED_VERSION);
        System.setProperty("PYTORCH_FLAVOR", Libtorch.FLAVOR);
    }

    private static DeviceException failed(ExecutionException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getClass().getSimpleName() + ": "
                + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new DeviceException("The CUDA libraries could not be fetched (" + reason
                + "). Is there a network? Nothing was kept; run it again, or set CULTIVAR_LIBTORCH to a folder of"
                + " PyTorch "
                + Libtorch.VERSION + " with CUDA 12.8.");
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // a file went while it was counted
        }
    }
}
