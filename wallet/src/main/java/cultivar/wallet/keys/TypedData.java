package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A structure to be signed (EIP-712): structures in structures, arrays of anything, and every type of the ABI. A value
 * that does not fit its type is refused, never cut.
 */
public final class TypedData {
    private static final String DOMAIN = "EIP712Domain";
    private static final int WORD = 32;
    private static final int DEEPEST = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    private static final Pattern ARRAY = Pattern.compile("(.+)\\[(\\d{0,9})]");
    private static final Pattern WHOLE = Pattern.compile("(u?)int(\\d{0,3})");
    private static final Pattern FIXED = Pattern.compile("bytes(\\d{1,2})");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,78}|0x[0-9a-fA-F]{1,64}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private record Member(String name, String type) {}

    private final Map<String, List<Member>> types;
    private final String primary;
    private final JsonNode domain;
    private final JsonNode message;

    private TypedData(Map<String, List<Member>> types, String primary, JsonNode domain, JsonNode message) {
        this.types = types;
        this.primary = primary;
        this.domain = domain;
        this.message = message;
    }

    /**
     * Reads the JSON that {@code eth_signTypedData_v4} takes. Values are looked at when it is hashed.
     *
     * @throws WalletException that says what is missing
     */
    public static TypedData parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw wrong("it is no JSON");
        }
        Map<String, List<Member>> types = new LinkedHashMap<>();
        for (var entry : root.path("types").properties()) {
            types.put(entry.getKey(), members(entry.getKey(), entry.getValue()));
        }
        String primary = root.path("primaryType").asString("");
        if (!types.containsKey(DOMAIN)) {
            throw wrong("the type " + DOMAIN + " is missing");
        }
        if (!types.containsKey(primary)) {
            throw wrong("its primary type \"" + primary + "\" is not among its types");
        }
        if (!root.path("domain").isObject() || (!root.path("message").isObject() && !primary.equals(DOMAIN))) {
            throw wrong("its domain or message is missing");
        }
        return new TypedData(types, primary, root.path("domain"), root.path("message"));
    }

    private static List<Member> members(String type, JsonNode node) {
        if (!NAME.matcher(type).matches() || !node.isArray()) {
            throw wrong("\"" + type + "\" is no type");
        }
        List<Member> members = node.values().stream()
                .map(member -> new Member(
                        member.path("name").asString(""), member.path("type").asString("")))
                .toList();
        if (members.stream()
                .anyMatch(m -> !NAME.matcher(m.name()).matches() || m.type().isEmpty())) {
            throw wrong("a member of " + type + " has no name or no type");
        }
        if (members.stream().map(Member::name).distinct().count() != members.size()) {
            throw wrong("two members of " + type + " have the same name");
        }
        return members;
    }

    /** The chain that it is for, if its domain names one. */
    public Optional<BigInteger> chainId() {
        boolean named = types.getOrDefault(DOMAIN, List.of()).stream()
                .anyMatch(member -> member.name().equals("chainId"));
        return named ? Optional.of(number(domain.path("chainId"), "domain.chainId")) : Optional.empty();
    }

    /**
     * What is signed: Keccak-256 over 0x1901, the domain's hash and the message's.
     *
     * @throws WalletException that names the value which does not fit its type
     */
    public byte[] hash() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x19);
        out.write(0x01);
        out.writeBytes(struct(DOMAIN, domain, "domain", 0));
        if (!primary.equals(DOMAIN)) {
            out.writeBytes(struct(primary, message, "message", 0));
        }
        return Keccak.hash(out.toByteArray());
    }

    private byte[] struct(String type, JsonNode value, String where, int depth) {
        if (!value.isObject()) {
            throw wrong(where + " is no " + type);
        }
        if (depth > DEEPEST) {
            throw wrong(where + " lies too deep");
        }
        List<Member> members = types.getOrDefault(type, List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Keccak.hash(encodeType(type)));
        for (Member member : members) {
            out.writeBytes(word(member.type(), value.path(member.name()), where + "." + member.name(), depth + 1));
        }
        if (value.size() > members.size()) {
            // What is not in the type is not signed, though it would be shown.
            throw wrong(where + " has a member that its type does not have");
        }
        return Keccak.hash(out.toByteArray());
    }

    /** The type and, after it in alphabetical order, every structure that it leads to. */
    private String encodeType(String type) {
        TreeSet<String> found = new TreeSet<>();
        collect(type, found);
        found.remove(type);
        StringBuilder out = new StringBuilder(signature(type));
        found.forEach(other -> out.append(signature(other)));
        return out.toString();
    }

    private void collect(String type, Set<String> found) {
        String element = type.replaceAll("(\\[\\d*])+$", "");
        if (types.containsKey(element) && found.add(element)) {
            types.getOrDefault(element, List.of()).forEach(member -> collect(member.type(), found));
        }
    }

    private String signature(String type) {
        StringBuilder out = new StringBuilder(type).append('(');
        for (Member member : types.getOrDefault(type, List.of())) {
            out.append(out.charAt(out.length() - 1) == '(' ? "" : ",")
                    .append(member.type())
                    .append(' ')
                    .append(member.name());
        }
        return out.append(')').toString();
    }

    /** The 32 bytes that stand for a value. */
    private byte[] word(String type, JsonNode value, String where, int depth) {
        if (value.isMissingNode() || value.isNull()) {
            throw wrong(where + " is missing");
        }
        Matcher array = ARRAY.matcher(type);
        if (array.matches()) {
            return elements(array.group(1), array.group(2), value, where, depth);
        }
        if (types.containsKey(type)) {
            return struct(type, value, where, depth);
        }
        return switch (type) {
            case "string" -> Keccak.hash(text(value, where).getBytes(StandardCharsets.UTF_8));
            case "bytes" -> Keccak.hash(bytes(value, where));
            case "bool" -> {
                if (!value.isBoolean()) {
                    throw wrong(where + " is neither true nor false");
                }
                yield padded(value.asBoolean() ? BigInteger.ONE : BigInteger.ZERO);
            }
            case "address" -> padded(address(value, where).word());
            default -> number(type, value, where);
        };
    }

    private byte[] elements(String element, String length, JsonNode value, String where, int depth) {
        if (!value.isArray() || (!length.isEmpty() && value.size() != Integer.parseInt(length))) {
            throw wrong(where + " is no list" + (length.isEmpty() ? "" : " of " + length));
        }
        if (depth > DEEPEST) {
            throw wrong(where + " lies too deep");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < value.size(); i++) {
            out.writeBytes(word(element, value.path(i), where + "[" + i + "]", depth + 1));
        }
        return Keccak.hash(out.toByteArray());
    }

    private static byte[] number(String type, JsonNode value, String where) {
        Matcher fixed = FIXED.matcher(type);
        if (fixed.matches()) {
            int length = Integer.parseInt(fixed.group(1));
            byte[] bytes = bytes(value, where);
            if (length < 1 || length > WORD || bytes.length != length) {
                throw wrong(where + " is no " + type);
            }
            return Arrays.copyOf(bytes, WORD);
        }
        Matcher whole = WHOLE.matcher(type);
        int bits = whole.matches() ? whole.group(2).isEmpty() ? 256 : Integer.parseInt(whole.group(2)) : 0;
        if (bits < 8 || bits > 256 || bits % 8 != 0) {
            throw wrong("the type " + type + " of " + where + " is not known");
        }
        BigInteger number = number(value, where);
        boolean unsigned = !whole.group(1).isEmpty();
        boolean fits = unsigned ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() < bits;
        if (!fits) {
            throw wrong(where + " does not fit into " + type);
        }
        return padded(number);
    }

    private static BigInteger number(JsonNode value, String where) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        String text = value.isString() ? value.asString() : "";
        if (!NUMBER.matcher(text).matches()) {
            throw wrong(where + " is no whole number");
        }
        return text.startsWith("0x") ? Hex.number(text) : new BigInteger(text);
    }

    private static Address address(JsonNode value, String where) {
        try {
            return Address.parse(text(value, where));
        } catch (IllegalArgumentException e) {
            throw wrong(where + " is no address");
        }
    }

    private static byte[] bytes(JsonNode value, String where) {
        String text = text(value, where);
        if (!text.startsWith("0x")) {
            throw wrong(where + " does not begin with 0x");
        }
        try {
            return Hex.decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong(where + " is not hexadecimal");
        }
    }

    private static String text(JsonNode value, String where) {
        if (!value.isString()) {
            throw wrong(where + " is no text");
        }
        return value.asString();
    }

    /** Two's complement in 32 bytes. */
    private static byte[] padded(BigInteger number) {
        byte[] out = new byte[WORD];
        Arrays.fill(out, (byte) (number.signum() < 0 ? -1 : 0));
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - WORD);
        System.arraycopy(bytes, from, out, WORD - (bytes.length - from), bytes.length - from);
        return out;
    }

    private static WalletException wrong(String why) {
        return new WalletException("This is not typed data that can be signed: " + why + ".");
    }
}
