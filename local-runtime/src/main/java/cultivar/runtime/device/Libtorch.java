package cultivar.runtime.device;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PyTorch's libraries with CUDA.
 *
 * @param folder the folder that the libraries themselves lie in
 */
public record Libtorch(Path folder) {
    /** The only version whose libraries the engine's native part fits. */
    public static final String VERSION = "2.7.1";

    /** The build of CUDA that the engine's native part was made for, as PyTorch names it. */
    public static final String FLAVOR = "cu128";

    /** DJL would take the libraries in the box for a plain 2.7.1; a further number sends it to its own download. */
    public static final String DOWNLOADED_VERSION = VERSION + "-1";

    private static final Pattern NUMBER = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(\\+\\w+)?");

    /**
     * Looks at a folder that somebody names: one of libraries, an unpacked libtorch, the folder {@code torch} of a Python
     * package, or the folder around that.
     *
     * @throws DeviceException with the reason, if it is none of these or of another version
     */
    static Libtorch named(Machine machine, Path given) {
        String library = library(machine, "torch");
        for (Path folder :
                List.of(given, given.resolve("lib"), given.resolve("torch").resolve("lib"))) {
            if (Files.isRegularFile(folder.resolve(library))) {
                check(machine, given, folder);
                return new Libtorch(folder.toAbsolutePath());
            }
        }
        throw refused(given, "holds no " + library);
    }

    private static void check(Machine machine, Path given, Path folder) {
        String version = version(machine, folder);
        if (version.isEmpty()) {
            throw refused(given, "does not say which version of PyTorch it is (no build-version or version.py)");
        }
        if (!version.equals(VERSION)) {
            throw refused(given, "is PyTorch " + version);
        }
        String cuda = library(machine, "torch_cuda");
        if (!Files.isRegularFile(folder.resolve(cuda))) {
            throw refused(given, "is PyTorch " + version + " for the processor alone, without " + cuda);
        }
    }

    private static DeviceException refused(Path given, String why) {
        return new DeviceException(DeviceChoice.LIBTORCH + " names " + given + ", which " + why
                + ". Name a folder of PyTorch " + VERSION + " with CUDA 12.8, or name none.");
    }

    /** The folder's version, from the files beside it; empty if they do not say. */
    private static String version(Machine machine, Path folder) {
        Path above = folder.toAbsolutePath().normalize().getParent();
        if (above != null) {
            for (String name : List.of("build-version", "version.py")) {
                Matcher number =
                        NUMBER.matcher(machine.text(above.resolve(name)).orElse(""));
                if (number.find()) {
                    return number.group(1);
                }
            }
        }
        return "";
    }

    /** Where DJL's own download lies, whether or not it is there. */
    public static Path downloaded(Machine machine, Path cache) {
        String system = machine.system() == Machine.Os.WINDOWS ? "win" : "linux";
        return cache.resolve("pytorch").resolve(DOWNLOADED_VERSION + "-" + FLAVOR + "-" + system + "-x86_64");
    }

    /** Whether DJL's own download lies where it puts it; it moves the folder there when all of it has come. */
    public static boolean isDownloaded(Machine machine, Path cache) {
        return Files.isRegularFile(downloaded(machine, cache).resolve(library(machine, "torch_cuda")));
    }

    private static String library(Machine machine, String name) {
        return machine.system() == Machine.Os.WINDOWS ? name + ".dll" : "lib" + name + ".so";
    }
}
