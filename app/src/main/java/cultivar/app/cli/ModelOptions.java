package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a base model and an adapter. */
final class ModelOptions {
    @Option(
            names = {"--model", "--base"},
            paramLabel = "MODEL",
            description = "A Hugging Face checkpoint folder, or OWNER/NAME as on the hub if it is on this machine;"
                    + " the base model in the box if left out.")
    private String model = Seedling.NAME;

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "A PEFT adapter folder, the name of an adapter in the studio's home, or OWNER/NAME as on the"
                    + " hub if it is on this machine.")
    private @Nullable String adapter;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "float32",
            converter = BaseTypeConverter.class,
            description = "How the base is held in memory: float32, bfloat16, int8, nf4, or int4 for answering on a"
                    + " processor.")
    private BaseType type = BaseType.FLOAT32;

    Path modelFolder(Home home) {
        return model(home, model);
    }

    /** The folder of a checkpoint, by any name that it goes by. */
    static Path model(Home home, String given) {
        return new HomeModels(home, System.getenv()).model(given);
    }

    LanguageModel open(Home home) {
        return Engine.start(home.settings()).open(modelFolder(home), type);
    }

    /** The adapter that was asked for, or null for the base alone. */
    @Nullable
    LoraAdapter loadAdapter(Home home, LanguageModel base) {
        return adapter == null ? null : base.loadAdapter(adapterFolder(home, adapter));
    }

    /** The folder of an adapter, by any name that it goes by. */
    static Path adapterFolder(Home home, String given) {
        return new HomeModels(home, System.getenv()).adapter(given);
    }
}
