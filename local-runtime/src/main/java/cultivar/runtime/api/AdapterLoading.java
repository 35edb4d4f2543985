package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Takes the adapter of a path that a client sent; what is wrong with it is said as vLLM says it. */
final class AdapterLoading {
    private static final int LONGEST_NAME = 200;

    private AdapterLoading() {}

    /** @param replace whether in the place of another folder that has the name */
    static void load(Adapters adapters, String name, String path, Keeping keeping, boolean replace) {
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.plain(
                    400, "InvalidUserInput", "A name has at most 200 letters, and no control characters.");
        }
        Path folder = folder(path);
        try {
            adapters.load(name, folder, keeping, replace);
        } catch (ServeException e) {
            throw switch (e.kind()) {
                case UNKNOWN_ADAPTER, BAD_ADAPTER, BAD_PROMPT, TOO_LONG, TOO_MANY ->
                    ApiException.plain(400, "BadRequestError", String.valueOf(e.getMessage()));
                case BUSY, CLOSED, FAILED -> Refusals.of(e);
            };
        }
    }

    private static Path folder(String path) {
        try {
            Path folder = Path.of(path);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            throw ApiException.plain(400, "InvalidUserInput", "The path " + path + " cannot be one.");
        }
        throw ApiException.plain(404, "NotFoundError", "There is no folder " + path + " on the server's machine.");
    }
}
