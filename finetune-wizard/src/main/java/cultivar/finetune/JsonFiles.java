package cultivar.finetune;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON files and writes files whole: beside their place first, then moved into it. */
final class JsonFiles {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final JsonMapper LINES = JsonMapper.builder().build();

    private JsonFiles() {}

    /** Reads a file that holds one JSON object; a {@link FinetuneException} says what is wrong with it. */
    static ObjectNode read(Path file, String what) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new FinetuneException(
                    "The " + what + " " + file + " cannot be read; check that the file exists and is UTF-8 text", e);
        }
        return parse(text, file.toString());
    }

    static ObjectNode parse(String text, String name) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new FinetuneException(
                    name + " is not valid JSON" + (line > 0 ? " (line " + line + ")" : "")
                            + "; mend it or write it anew",
                    e);
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new FinetuneException(name + " must hold one JSON object, in braces");
    }

    /** One line of JSON. */
    static String line(ObjectNode json) {
        return LINES.writeValueAsString(json);
    }

    static byte[] canonical(ObjectNode json) {
        try {
            return new JsonCanonicalizer(line(json)).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
    }

    static void write(Path file, ObjectNode json) {
        write(file, MAPPER.writeValueAsString(json) + "\n");
    }

    static void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
                move(temporary, file);
            } catch (IOException e) {
                Files.deleteIfExists(temporary);
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Moves a file onto another, in one step where the file system can. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static FinetuneException cannotWrite(Path file, IOException e) {
        return new FinetuneException(
                file + " could not be written (" + e.getMessage() + "); free some space or choose another place", e);
    }
}
