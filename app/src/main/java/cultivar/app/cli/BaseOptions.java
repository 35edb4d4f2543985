package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that name a base model and say how it is held. */
final class BaseOptions {
    @Option(
            names = {"--model", "--base"},
            paramLabel = "MODEL",
            description = "A Hugging Face checkpoint folder, or OWNER/NAME as on the hub if it is on this machine;"
                    + " the base model in the box if left out.")
    private String model = Seedling.NAME;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "float32",
            converter = BaseTypeConverter.class,
            description = "How the base is held in memory: float32, bfloat16, int8, nf4, or int4 for answering on a"
                    + " processor.")
    private BaseType type = BaseType.FLOAT32;

    /** As it was given. */
    String given() {
        return model;
    }

    Path folder(Home home) {
        return folder(home, model);
    }

    /** The folder of a checkpoint, by any name that it goes by. */
    static Path folder(Home home, String given) {
        return new HomeModels(home, System.getenv()).model(given);
    }

    /** How the base is to be held. */
    BaseType type() {
        return type;
    }

    LanguageModel open(Home home) {
        return open(home, type);
    }

    /** The same base, held otherwise than was asked for. */
    LanguageModel open(Home home, BaseType other) {
        return Engine.start(home.settings()).open(folder(home), other);
    }
}
