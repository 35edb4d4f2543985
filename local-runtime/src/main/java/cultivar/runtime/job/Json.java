package cultivar.runtime.job;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** How records of this package are written as JSON: names in snake case, enums in lower case. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final JsonMapper INDENTED =
            MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** Writes a value as a file, whole. */
    static void write(Path file, Object value) {
        try {
            WholeFiles.write(file, (INDENTED.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** Reads a file. */
    static <T> T read(Path file, Class<T> type, String what) {
        try {
            return MAPPER.readValue(Files.readString(file), type);
        } catch (NoSuchFileException e) {
            throw new JobException(JobException.Kind.MISSING, "There is no " + what + " " + file + ".", e);
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.FAILED,
                    "The " + what + " " + file + " cannot be read (" + e.getMessage() + ").",
                    e);
        } catch (JacksonException e) {
            throw new JobException(
                    JobException.Kind.INVALID, "The " + what + " " + file + " is damaged; delete its folder.", e);
        }
    }

    /** Parses a line, or gives a missing node if it is no JSON. */
    static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JacksonException e) {
            return MAPPER.missingNode();
        }
    }

    static JobException cannotWrite(Path file, IOException e) {
        return new JobException(
                JobException.Kind.FAILED, file + " could not be written (" + e.getMessage() + "). Free some space.", e);
    }
}
