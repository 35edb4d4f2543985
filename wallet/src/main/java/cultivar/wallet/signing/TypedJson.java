package cultivar.wallet.signing;

import cultivar.wallet.abi.AbiException;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values of typed data as JSON, read as narrowly as they are written. */
final class TypedJson {
    private static final Pattern DECIMAL = Pattern.compile("0|-?[1-9][0-9]{0,77}");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final JsonNode NOTHING = new JsonMapper().missingNode();

    private TypedJson() {}

    /**
     * The value of a JSON node.
     *
     * @throws AbiException if it is not of that type
     */
    static AbiValue read(String type, JsonNode node) {
        return read(AbiType.parse(type, NOTHING), node);
    }

    private static AbiValue read(AbiType type, JsonNode node) {
        return switch (type) {
            case AbiType.Whole(boolean signed, int bits) -> new AbiValue.Whole(number(node, signed, bits));
            case AbiType.Truth() when node.isBoolean() -> new AbiValue.Truth(node.asBoolean());
            case AbiType.Account() when node.isString() -> new AbiValue.Account(address(node.asString()));
            case AbiType.Fixed(int length)
            when node.isString() && Hex.isBytes(node.asString(), length) ->
                new AbiValue.Bytes(Hex.decode(node.asString()));
            case AbiType.Raw()
            when node.isString() && node.asString().startsWith("0x") -> new AbiValue.Bytes(bytes(node.asString()));
            case AbiType.Text() when node.isString() -> new AbiValue.Text(node.asString());
            case AbiType.Row(AbiType element, int length)
            when node.isArray() && (length == AbiType.ANY || length == node.size()) ->
                new AbiValue.Items(
                        node.values().stream().map(each -> read(element, each)).toList());
            case AbiType.Truth _,
                    AbiType.Account _,
                    AbiType.Fixed _,
                    AbiType.Raw _,
                    AbiType.Text _,
                    AbiType.Row _,
                    AbiType.Group _ -> throw new AbiException("not a value of " + type.canonical());
        };
    }

    /** The value as it is signed. */
    static JsonNode write(AbiValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case AbiValue.Whole(BigInteger number) -> nodes.stringNode(number.toString());
            case AbiValue.Truth(boolean truth) -> nodes.booleanNode(truth);
            case AbiValue.Account(Address address) -> nodes.stringNode(address.toString());
            case AbiValue.Bytes(byte[] bytes) -> nodes.stringNode(Hex.encode(bytes));
            case AbiValue.Text(String text) -> nodes.stringNode(text);
            case AbiValue.Items(List<AbiValue> values) -> {
                ArrayNode array = nodes.arrayNode();
                values.forEach(each -> array.add(write(each)));
                yield array;
            }
        };
    }

    private static BigInteger number(JsonNode node, boolean signed, int bits) {
        BigInteger value;
        if (node.isIntegralNumber()) {
            value = node.bigIntegerValue();
        } else if (node.isString() && DECIMAL.matcher(node.asString()).matches()) {
            value = new BigInteger(node.asString());
        } else if (node.isString() && HEXADECIMAL.matcher(node.asString()).matches()) {
            value = Hex.number(node.asString());
        } else {
            throw new AbiException("not a whole number");
        }
        int used = signed ? value.bitLength() + 1 : value.bitLength();
        if (used > bits || (!signed && value.signum() < 0)) {
            throw new AbiException("a number is larger than its type");
        }
        return value;
    }

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new AbiException("not an address");
        }
    }

    private static byte[] bytes(String text) {
        try {
            return Hex.decode(text);
        } catch (IllegalArgumentException e) {
            throw new AbiException("not hexadecimal");
        }
    }
}
