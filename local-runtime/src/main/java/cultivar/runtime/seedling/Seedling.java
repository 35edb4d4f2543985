package cultivar.runtime.seedling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/** The base model in the box: a checkpoint in the program's own resources, put into a folder to be opened from there. */
public final class Seedling {
    /** The checkpoint's folder name. */
    public static final String NAME = "seedling";

    private static final List<String> FILES = List.of(
            "config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "LICENSE",
            "README.md",
            // Last, so that a folder with weights is a whole one.
            "model.safetensors");

    private Seedling() {}

    /**
     * Puts the checkpoint into {@code models/seedling}, or mends it there, and gives that folder. A file that is already
     * as it should be is left alone.
     */
    public static Path install(Path models) {
        Path folder = models.resolve(NAME);
        try {
            Files.createDirectories(folder);
            for (String name : FILES) {
                install(name, folder.resolve(name));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The base model could not be put into " + folder + " (" + e.getMessage() + "). Free some space.",
                    e);
        }
    }

    private static void install(String name, Path target) throws IOException {
        byte[] content;
        try (InputStream resource = Seedling.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the program was packed without " + name);
            }
            content = resource.readAllBytes();
        }
        if (Files.exists(target)
                && Files.size(target) == content.length
                && Arrays.equals(Files.readAllBytes(target), content)) {
            return;
        }
        Path temporary = target.resolveSibling(name + ".tmp");
        try {
            Files.write(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
