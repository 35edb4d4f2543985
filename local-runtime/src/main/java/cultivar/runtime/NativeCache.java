package cultivar.runtime;

import java.nio.file.Path;
import java.util.Locale;

/** Where the engine's natives are unpacked: once for a user, whatever home the studio is given. */
final class NativeCache {
    private NativeCache() {}

    static Path folder() {
        String home = System.getProperty("user.home", ".");
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("win")) {
            String local = System.getenv("LOCALAPPDATA");
            return Path.of(local == null ? home : local, "Cultivar", "engine");
        }
        if (os.contains("mac")) {
            return Path.of(home, "Library", "Caches", "Cultivar", "engine");
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache == null ? Path.of(home, ".cache") : Path.of(cache))
                .resolve("cultivar")
                .resolve("engine");
    }
}
