package cultivar.datanet.signed;

import cultivar.datanet.DatanetException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a contribution file from front to back, holding one row at a time. */
final class FileReader {
    /** Takes the rows in their order. */
    interface Rows {
        /**
         * Takes one.
         *
         * @param number counted from 1
         * @return false to read no further
         */
        boolean row(int number, JsonNode row);
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FileReader() {}

    /**
     * Reads a file.
     *
     * @return all members but the rows
     * @throws DatanetException if it cannot be read, or is not JSON of one object with a list of rows
     */
    static ObjectNode read(Path file, Rows rows) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                JsonParser parser = JSON.createParser(in)) {
            return read(parser, rows);
        } catch (IOException e) {
            throw new DatanetException(
                    file + " cannot be read (" + e.getMessage() + "); check that it is there and its permissions", e);
        } catch (JacksonException e) {
            throw refused(file, "broken JSON " + place(e) + ", was it cut short or changed by hand?", e);
        } catch (DatanetException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        }
    }

    static DatanetException refused(Path file, String why, Throwable cause) {
        return new DatanetException(
                file.getFileName() + " cannot be taken as a contribution: " + why
                        + "; ask its sender for the file as it was made",
                cause);
    }

    private static ObjectNode read(JsonParser parser, Rows rows) {
        ObjectNode members = JSON.createObjectNode();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DatanetException("it is not a JSON object");
        }
        boolean more = true;
        while (more && parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(Member.CONTRIBUTIONS)) {
                if (value != JsonToken.START_ARRAY) {
                    throw new DatanetException("its \"" + Member.CONTRIBUTIONS + "\" are not a list");
                }
                more = rows(parser, rows);
            } else {
                members.set(name, parser.<JsonNode>readValueAsTree());
            }
        }
        if (more && parser.nextToken() != null) {
            throw new DatanetException("there is more behind its end");
        }
        return members;
    }

    private static boolean rows(JsonParser parser, Rows rows) {
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            JsonNode row = parser.readValueAsTree();
            if (!rows.row(number, row)) {
                return false;
            }
        }
        return true;
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "in it" : "in line " + e.getLocation().getLineNr();
    }
}
