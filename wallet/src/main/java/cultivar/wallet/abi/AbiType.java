package cultivar.wallet.abi;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A type of Solidity as the ABI knows it. */
public sealed interface AbiType {
    /** {@code uintN} or {@code intN}. */
    record Whole(boolean signed, int bits) implements AbiType {}

    /** {@code bool}. */
    record Truth() implements AbiType {}

    /** {@code address}. */
    record Account() implements AbiType {}

    /** {@code bytesN}. */
    record Fixed(int length) implements AbiType {}

    /** {@code bytes}. */
    record Raw() implements AbiType {}

    /** {@code string}. */
    record Text() implements AbiType {}

    /**
     * An array.
     *
     * @param length how many elements it has; {@link #ANY} if each value says so itself
     */
    record Row(AbiType element, int length) implements AbiType {}

    /** A structure. */
    record Group(List<AbiParameter> members) implements AbiType {
        /** Keeps its own copy. */
        public Group {
            members = List.copyOf(members);
        }
    }

    /** Length of an array that each value says itself. */
    int ANY = -1;

    /**
     * Reads a type from a contract's description.
     *
     * @param components the members of a structure; missing for other types
     * @throws AbiException if there is no such type
     */
    static AbiType parse(String text, JsonNode components) {
        Matcher array = Patterns.ARRAY.matcher(text);
        if (array.matches()) {
            String length = array.group(2);
            return new Row(parse(array.group(1), components), length.isEmpty() ? ANY : Integer.parseInt(length));
        }
        return switch (text) {
            case "bool" -> new Truth();
            case "address" -> new Account();
            case "bytes" -> new Raw();
            case "string" -> new Text();
            case "tuple" -> new Group(parameters(components));
            default -> sized(text);
        };
    }

    /**
     * Reads the parameters of a contract's description.
     *
     * @throws AbiException if one has no type
     */
    static List<AbiParameter> parameters(JsonNode list) {
        return list.values().stream()
                .map(node -> new AbiParameter(
                        node.path("name").asString(""),
                        parse(node.path("type").asString(""), node.path("components")),
                        node.path("indexed").asBoolean(false)))
                .toList();
    }

    private static AbiType sized(String text) {
        Matcher whole = Patterns.WHOLE.matcher(text);
        if (whole.matches()) {
            int bits = Integer.parseInt(whole.group(2));
            if (bits >= 8 && bits <= 256 && bits % 8 == 0) {
                return new Whole(whole.group(1).isEmpty(), bits);
            }
        }
        Matcher fixed = Patterns.FIXED.matcher(text);
        if (fixed.matches()) {
            int length = Integer.parseInt(fixed.group(1));
            if (length >= 1 && length <= 32) {
                return new Fixed(length);
            }
        }
        throw new AbiException("no type of the ABI: " + text);
    }

    /** Whether its place holds an offset to the value rather than the value. */
    default boolean isDynamic() {
        return switch (this) {
            case Raw(), Text() -> true;
            case Row(AbiType element, int length) -> length == ANY || element.isDynamic();
            case Group(List<AbiParameter> members) ->
                members.stream().anyMatch(member -> member.type().isDynamic());
            case Whole _, Truth _, Account _, Fixed _ -> false;
        };
    }

    /** Bytes that its place takes: those of the value, or of an offset. */
    default int headBytes() {
        if (isDynamic()) {
            return AbiReader.WORD;
        }
        return switch (this) {
            case Row(AbiType element, int length) -> length * element.headBytes();
            case Group(List<AbiParameter> members) ->
                members.stream().mapToInt(member -> member.type().headBytes()).sum();
            case Whole _, Truth _, Account _, Fixed _, Raw _, Text _ -> AbiReader.WORD;
        };
    }

    /** As it is written in signatures. */
    default String canonical() {
        return switch (this) {
            case Whole(boolean signed, int bits) -> (signed ? "int" : "uint") + bits;
            case Truth() -> "bool";
            case Account() -> "address";
            case Fixed(int length) -> "bytes" + length;
            case Raw() -> "bytes";
            case Text() -> "string";
            case Row(AbiType element, int length) -> element.canonical() + "[" + (length == ANY ? "" : length) + "]";
            case Group(List<AbiParameter> members) -> signature(members);
        };
    }

    /** The types of these parameters between brackets. */
    static String signature(List<AbiParameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.type().canonical())
                .collect(Collectors.joining(",", "(", ")"));
    }

    /** How types with numbers in their names are written. */
    final class Patterns {
        private static final Pattern ARRAY = Pattern.compile("(.+)\\[(|[1-9][0-9]{0,3})]");
        private static final Pattern WHOLE = Pattern.compile("(u?)int([1-9][0-9]{0,2})");
        private static final Pattern FIXED = Pattern.compile("bytes([1-9][0-9]?)");

        private Patterns() {}
    }
}
