package cultivar.runtime.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a diagnosis looks at.
 *
 * @param root the folder that the system's own files lie under
 * @param system the operating system
 * @param x86 whether its processor is an x86-64
 * @param environment the process's environment
 * @param commands runs programs
 */
public record Machine(Path root, Os system, boolean x86, Map<String, String> environment, Commands commands) {

    /** An operating system. */
    public enum Os {
        LINUX,
        WINDOWS,
        MAC
    }

    /** Runs programs of the machine. */
    public interface Commands {
        /** What a program printed; empty if there is none of this name, or if it failed. */
        Optional<String> output(String... command);
    }

    /** The machine that this process runs on. */
    public static Machine here() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Os system = name.contains("win") ? Os.WINDOWS : name.contains("mac") ? Os.MAC : Os.LINUX;
        String arch = System.getProperty("os.arch", "");
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        String root = system == Os.WINDOWS ? System.getenv().getOrDefault("SystemDrive", "C:") + "\\" : "/";
        return new Machine(Path.of(root), system, x86, System.getenv(), new ProcessCommands());
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    /** The text of a file; empty if it is missing or cannot be read. */
    Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Optional<String> text(String path) {
        return text(root.resolve(path));
    }

    /** What lies in a folder, by name; nothing if it is missing or cannot be read. */
    List<Path> list(String path) {
        try (Stream<Path> found = Files.list(root.resolve(path))) {
            return found.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
