package cultivar.datanet.load;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Licences;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a contribution of one JSON line, or says in one line why not. */
final class RowParser {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final RowDefaults defaults;

    RowParser(RowDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Reads one line.
     *
     * @throws DatanetException if it holds no usable contribution; the message is the reason
     */
    ParsedRow parse(long number, byte[] line) {
        JsonNode row = read(decode(line));
        if (!row.isObject()) {
            throw new DatanetException("not a JSON object; each line must be one");
        }
        List<String> warnings = new ArrayList<>();
        Contribution contribution = new Contribution(
                ChatLayout.messages(row),
                contributor(row, warnings),
                licence(row, warnings),
                text(row, "source"),
                text(row, "context"),
                tags(row));
        return new ParsedRow(number, contribution, warnings);
    }

    private EvmAddress contributor(JsonNode row, List<String> warnings) {
        String given = text(row, "contributor");
        if (!given.isEmpty()) {
            return EvmAddress.parse(given);
        }
        warnings.add(
                defaults.contributor().equals(EvmAddress.NOBODY)
                        ? "no contributor; the row belongs to nobody and earns nothing"
                        : "no contributor; the row is taken as " + defaults.contributor() + "'s");
        return defaults.contributor();
    }

    private String licence(JsonNode row, List<String> warnings) {
        String given = text(row, "licence");
        String either = given.isEmpty() ? text(row, "license") : given;
        if (either.isBlank()) {
            warnings.add("no licence; taken as " + defaults.licence());
            return defaults.licence();
        }
        if (!Licences.known(either.strip())) {
            warnings.add("the licence \"" + cut(either.strip()) + "\" is not a known SPDX identifier");
        }
        return either;
    }

    private static List<String> tags(JsonNode row) {
        JsonNode tags = row.path("tags");
        if (tags.isMissingNode() || tags.isNull()) {
            return List.of();
        }
        if (tags.isString()) {
            return List.of(tags.asString());
        }
        List<String> names = new ArrayList<>();
        for (JsonNode tag : tags) {
            if (!tag.isString()) {
                throw new DatanetException("a tag is not a text");
            }
            names.add(tag.asString());
        }
        if (!tags.isArray()) {
            throw new DatanetException("\"tags\" is not a list");
        }
        return names;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new DatanetException("\"" + field + "\" is not a text");
        }
        return value.asString();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            // What the parser says of its own settings helps nobody.
            String said = String.valueOf(e.getOriginalMessage())
                    .replaceAll("\\s*\\(start marker at .*|\\s*\\(for .* starting at .*", "");
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            String where = column > 0 ? " (column " + column + ")" : "";
            throw new DatanetException(
                    "broken JSON: " + cut(said.lines().findFirst().orElse("")) + where, e);
        }
    }

    private static String decode(byte[] line) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(line);
        CharBuffer out = CharBuffer.allocate(line.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new DatanetException("not UTF-8 (byte %d is 0x%02X); save the file as UTF-8"
                    .formatted(in.position() + 1, line[in.position()]));
        }
        return out.flip().toString();
    }

    private static String cut(String text) {
        return text.length() <= 160 ? text : text.substring(0, 157) + "…";
    }
}
