package cultivar.wallet.abi;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A value of an {@link AbiType}. */
public sealed interface AbiValue {
    /** A whole number. */
    record Whole(BigInteger value) implements AbiValue {}

    /** Yes or no. */
    record Truth(boolean value) implements AbiValue {}

    /** An address. */
    record Account(Address value) implements AbiValue {}

    /** Bytes, of fixed or free length. */
    record Bytes(byte[] value) implements AbiValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes(byte[] theirs) && Arrays.equals(value, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /** Text. */
    record Text(String value) implements AbiValue {}

    /** The elements of an array, or the members of a structure. */
    record Items(List<AbiValue> values) implements AbiValue {
        /** Keeps its own copy. */
        public Items {
            values = List.copyOf(values);
        }
    }

    /** The value as it may be shown: whole, on one line, with nothing that a font would turn around or hide. */
    default String shown() {
        return switch (this) {
            case Whole(BigInteger value) -> value.toString();
            case Truth(boolean value) -> value ? "yes" : "no";
            case Account(Address value) -> value.toString();
            case Bytes(byte[] value) -> Hex.encode(value);
            case Text(String value) -> PlainText.of(value);
            case Items(List<AbiValue> values) ->
                values.stream().map(AbiValue::shown).collect(Collectors.joining(", ", "[", "]"));
        };
    }
}
