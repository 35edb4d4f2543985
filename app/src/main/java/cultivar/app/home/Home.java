package cultivar.app.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The studio's home: one folder with everything that it keeps. Nothing is made before it is needed. */
public record Home(Path root) {

    /**
     * The home that the user chose, or the platform's data folder.
     *
     * @param chosen from the command line, or null
     */
    public static Home locate(@Nullable Path chosen) {
        return locate(chosen, System.getenv());
    }

    static Home locate(@Nullable Path chosen, Map<String, String> environment) {
        if (chosen != null) {
            return new Home(chosen.toAbsolutePath().normalize());
        }
        String variable = environment.get("CULTIVAR_HOME");
        if (variable != null && !variable.isBlank()) {
            return new Home(Path.of(variable).toAbsolutePath().normalize());
        }
        return new Home(platformData(environment).toAbsolutePath());
    }

    private static Path platformData(Map<String, String> environment) {
        String user = System.getProperty("user.home", ".");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("win")) {
            String roaming = environment.get("APPDATA");
            return Path.of(roaming == null ? user : roaming, "Cultivar");
        }
        if (os.contains("mac")) {
            return Path.of(user, "Library", "Application Support", "Cultivar");
        }
        String data = environment.get("XDG_DATA_HOME");
        return (data == null ? Path.of(user, ".local", "share") : Path.of(data)).resolve("cultivar");
    }

    public Path models() {
        return root.resolve("models");
    }

    public Path adapters() {
        return root.resolve("adapters");
    }

    /** Where exports go unless somebody chooses another place. */
    public Path exports() {
        return root.resolve("exports");
    }

    public Path runs() {
        return root.resolve("runs");
    }

    public Path datanets() {
        return root.resolve("datanets.db");
    }

    /** Past chats and votes. */
    public Path chats() {
        return root.resolve("chats.db");
    }

    public Path wallet() {
        return root.resolve("wallet");
    }

    /** The encrypted wallet itself. */
    public Path vault() {
        return wallet().resolve("wallet.json");
    }

    /** The embedded demo chain's blocks. */
    public Path chain() {
        return root.resolve("chain");
    }

    public Path settings() {
        return root.resolve("settings.json");
    }

    /** The token for the hub, which only its owner may read. */
    public Path hubToken() {
        return root.resolve("hub-token");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Makes the home's own folder; the message of the exception is for the user. */
    public Home make() {
        try {
            Files.createDirectories(root);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The studio's home " + root + " cannot be made. Set CULTIVAR_HOME to a folder that you can write.",
                    e);
        }
    }
}
