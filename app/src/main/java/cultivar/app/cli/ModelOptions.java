package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a base model and an adapter. */
final class ModelOptions {
    @Option(
            names = {"--model", "--base"},
            paramLabel = "FOLDER",
            description = "A Hugging Face checkpoint folder; the base model in the box if left out.")
    private @Nullable Path model;

    @Option(
            names = "--adapter",
            paramLabel = "FOLDER",
            description = "A PEFT adapter folder, or the name of an adapter in the studio's home.")
    private @Nullable String adapter;

    Path modelFolder(Home home) {
        return model(home, model);
    }

    /** A checkpoint folder: the one given, or Seedling in the studio's home. */
    static Path model(Home home, @Nullable Path given) {
        if (given == null || (given.toString().equals(Seedling.NAME) && !Files.exists(given))) {
            return Seedling.install(home.make().models());
        }
        return given;
    }

    LanguageModel open(Home home) {
        return Engine.start().open(modelFolder(home));
    }

    /** The adapter that was asked for, or null for the base alone. */
    @Nullable
    LoraAdapter loadAdapter(Home home, LanguageModel base) {
        return adapter == null ? null : base.loadAdapter(adapterFolder(home, adapter));
    }

    /** A path that exists, or else a name in the studio's home. */
    static Path adapterFolder(Home home, String given) {
        Path path = Path.of(given);
        Path named = home.adapters().resolve(given);
        return !Files.exists(path) && Files.isDirectory(named) ? named : path;
    }
}
