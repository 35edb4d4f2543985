package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON and UTF-8 strictly, and says in one line what is wrong with them. */
final class Json {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** One value; throws {@link DatanetException} with the reason and the column where it is broken. */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
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

    /** One row at a place: the object that the bytes hold, or what is wrong with them. */
    static Found row(long line, byte[] bytes, String otherwise) {
        try {
            return read(utf8(bytes)) instanceof ObjectNode columns
                    ? new Found.Row(line, columns)
                    : new Found.Broken(line, otherwise);
        } catch (DatanetException e) {
            return new Found.Broken(line, String.valueOf(e.getMessage()));
        }
    }

    /** The text of bytes; throws {@link DatanetException} with the place of the first one that is wrong. */
    static String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Which stands for what is no UTF-8, unless the text itself holds it.
        return text.indexOf('\uFFFD') < 0 ? text : strict(bytes);
    }

    private static String strict(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new DatanetException("not UTF-8 (byte %d is 0x%02X); save the file as UTF-8"
                    .formatted(in.position() + 1, bytes[in.position()]));
        }
        return out.flip().toString();
    }

    static String cut(String text) {
        return text.length() <= 160 ? text : text.substring(0, 157) + "…";
    }
}
