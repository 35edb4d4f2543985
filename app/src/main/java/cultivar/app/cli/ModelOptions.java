package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a base model and an adapter. */
final class ModelOptions {
    @Mixin
    private final BaseOptions base = new BaseOptions();

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "A PEFT adapter folder, the name of an adapter in the studio's home, or OWNER/NAME as on the"
                    + " hub if it is on this machine.")
    private @Nullable String adapter;

    Path modelFolder(Home home) {
        return base.folder(home);
    }

    /** How the base is to be held. */
    BaseType type() {
        return base.type();
    }

    LanguageModel open(Home home) {
        return base.open(home);
    }

    /** The same base, held otherwise than was asked for. */
    LanguageModel open(Home home, BaseType other) {
        return base.open(home, other);
    }

    /** The adapter that was asked for, or null for the base alone. */
    @Nullable
    LoraAdapter loadAdapter(Home home, LanguageModel model) {
        return adapter == null ? null : model.loadAdapter(adapterFolder(home, adapter));
    }

    /** The folder of an adapter, by any name that it goes by. */
    static Path adapterFolder(Home home, String given) {
        return new HomeModels(home, System.getenv()).adapter(given);
    }
}
