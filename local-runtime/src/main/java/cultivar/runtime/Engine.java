package cultivar.runtime;

import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.checkpoint.WeightSource;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.Weights;
import cultivar.runtime.device.DeviceChoice;
import cultivar.runtime.device.DeviceException;
import cultivar.runtime.device.Diagnosis;
import cultivar.runtime.device.Machine;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.ComputeDevice;
import cultivar.runtime.torch.CudaDownload;
import cultivar.runtime.torch.EngineException;
import cultivar.runtime.torch.OwnThread;
import cultivar.runtime.torch.Torch;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The native engine of this process: opens models. Starting it takes about half a second, so do it off the window. */
public final class Engine {
    private final Torch torch;

    private Engine(Torch torch) {
        this.torch = torch;
    }

    /**
     * Loads the natives, on the device that the environment asks for.
     *
     * @throws cultivar.runtime.torch.EngineException if they cannot be loaded on this machine
     */
    public static Engine start() {
        return start(chosen(() -> DeviceChoice.of(System.getenv())));
    }

    /**
     * Loads the natives, on the device that the environment or the settings of a studio's home ask for.
     *
     * @param settings need not exist
     * @throws cultivar.runtime.torch.EngineException if they cannot be loaded on this machine
     */
    public static Engine start(Path settings) {
        return start(chosen(() -> DeviceChoice.of(System.getenv(), settings)));
    }

    private static Engine start(DeviceChoice choice) {
        return new Engine(OwnThread.call("engine-start", () -> Torch.start(NativeCache.folder(), choice)));
    }

    private static DeviceChoice chosen(Supplier<DeviceChoice> choice) {
        try {
            return choice.get();
        } catch (DeviceException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Why this machine computes on what it computes on, without loading anything. */
    public static Diagnosis diagnose(Path settings) {
        DeviceChoice choice = chosen(() -> DeviceChoice.of(System.getenv(), settings));
        return Diagnosis.of(Machine.here(), choice, NativeCache.folder());
    }

    /** PyTorch's libraries with CUDA, as the engine's library fetches them for this machine. */
    public static CudaDownload cudaDownload() {
        return new CudaDownload(Machine.here(), NativeCache.folder());
    }

    public EngineInfo info() {
        ComputeDevice device = torch.device();
        return new EngineInfo(device.name(), device.reason(), torch.version(), torch.threads());
    }

    /**
     * Opens a Hugging Face checkpoint folder.
     *
     * @throws cultivar.runtime.checkpoint.CheckpointException if it is damaged, incomplete or of an unknown architecture
     * @throws cultivar.runtime.text.TokenizerException if its tokenizer cannot be used
     */
    public LanguageModel open(Path folder) {
        return open(folder, BaseType.FLOAT32);
    }

    /** Opens a checkpoint folder and holds its weights in a type; throws as {@link #open(Path)} does. */
    public LanguageModel open(Path folder, BaseType type) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            return open(checkpoint, checkpoint, type);
        }
    }

    /**
     * Opens a checkpoint with other weights than its own, such as those with an adapter added. Neither is needed after
     * the call.
     *
     * @throws cultivar.runtime.text.TokenizerException if its tokenizer cannot be used
     */
    public LanguageModel open(Checkpoint checkpoint, WeightSource weights, BaseType type) {
        if (type == BaseType.INT4 && !torch.onCpu()) {
            throw new IllegalArgumentException(
                    "int4 is for processors. Hold the base as nf4 or bfloat16 on a graphics card.");
        }
        Path folder = checkpoint.folder();
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            ChatTemplate template = ChatTemplate.open(folder);
            Decoder decoder = OwnThread.call(
                    "engine-open",
                    () -> new Decoder(torch, checkpoint.spec(), Weights.load(torch, checkpoint.spec(), weights, type)));
            return new LanguageModel(folder, decoder, tokenizer, template);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** The native engine beneath, for work inside this module. */
    public Torch torch() {
        return torch;
    }
}
