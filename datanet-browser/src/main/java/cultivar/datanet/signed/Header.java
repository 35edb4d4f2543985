package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a contribution file says before its rows.
 *
 * @param digest the hash that was signed, as the file has it; null where it has none
 * @param signature null in an unsigned file
 */
// The bytes are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Header(Statement statement, @Nullable Bytes32 digest, byte @Nullable [] signature) {
    /** Reads the members; throws {@link DatanetException} where one is missing or is not what it should be. */
    static Header of(JsonNode members) {
        if (!FileRow.text(members, Member.FORMAT).equals(Member.FORMAT_NAME)) {
            throw new DatanetException("it is no contribution file");
        }
        int version = members.path(Member.VERSION).asInt(0);
        if (version != Member.VERSION_NUMBER) {
            throw new DatanetException("it has version " + version + " of the format, and this Cultivar reads version "
                    + Member.VERSION_NUMBER);
        }
        JsonNode statement = members.path(Member.STATEMENT);
        if (!statement.isObject()) {
            throw new DatanetException("it has no \"" + Member.STATEMENT + "\"");
        }
        return new Header(statement(statement), digest(members), signature(members));
    }

    private static Statement statement(JsonNode node) {
        if (!node.path("rows").isIntegralNumber() || !node.path("rows").canConvertToLong()) {
            throw new DatanetException("its number of rows is missing");
        }
        return new Statement(
                FileRow.text(node, "datanet"),
                EvmAddress.parse(FileRow.text(node, "contributor")),
                node.path("rows").longValue(),
                FileRow.texts(node, "licences"),
                hash(node, "root"),
                hash(node, "rowsHash"),
                created(FileRow.text(node, "created")),
                FileRow.text(node, "note"));
    }

    private static Instant created(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new DatanetException("its time of making is missing or is none", e);
        }
    }

    private static Bytes32 hash(JsonNode node, String name) {
        try {
            return new Bytes32(FileRow.text(node, name));
        } catch (IllegalArgumentException e) {
            throw new DatanetException("its \"" + name + "\" is missing or is no hash", e);
        }
    }

    private static @Nullable Bytes32 digest(JsonNode members) {
        return FileRow.text(members, Member.DIGEST).isEmpty() ? null : hash(members, Member.DIGEST);
    }

    private static byte @Nullable [] signature(JsonNode members) {
        String text = FileRow.text(members, Member.SIGNATURE);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return HexFormat.of().parseHex(text, text.startsWith("0x") ? 2 : 0, text.length());
        } catch (IllegalArgumentException e) {
            throw new DatanetException("its signature is not hexadecimal", e);
        }
    }
}
