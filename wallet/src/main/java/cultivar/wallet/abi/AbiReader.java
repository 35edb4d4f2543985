package cultivar.wallet.abi;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Reads ABI-encoded values and refuses everything but the canonical encoding: values follow each other without gaps, in
 * their order, with clean padding, and end where the bytes end. So there is one meaning for the bytes, and reading takes
 * no more memory than they do.
 */
public final class AbiReader {
    static final int WORD = 32;

    private final byte[] bytes;

    private AbiReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Values and the place behind the last of them. */
    private record Read(List<AbiValue> values, int end) {}

    /**
     * The values of these parameters.
     *
     * @throws AbiException if the bytes are not their canonical encoding
     */
    public static List<AbiValue> read(List<AbiParameter> parameters, byte[] bytes) {
        AbiReader reader = new AbiReader(bytes);
        Read all = reader.sequence(parameters.stream().map(AbiParameter::type).toList(), 0);
        if (all.end() != bytes.length) {
            throw new AbiException((bytes.length - all.end()) + " bytes after the last value");
        }
        return all.values();
    }

    /** Heads one after the other from {@code base} on, then in the same order what they point at. */
    private Read sequence(List<AbiType> types, int base) {
        int tail = base + types.stream().mapToInt(AbiType::headBytes).sum();
        if (tail > bytes.length || tail < base) {
            throw new AbiException("the bytes end too early");
        }
        List<AbiValue> values = new ArrayList<>(types.size());
        int head = base;
        for (AbiType type : types) {
            if (type.isDynamic()) {
                if (!word(head).equals(BigInteger.valueOf(tail - base))) {
                    throw new AbiException("a value does not follow the one before it");
                }
                Read value = dynamic(type, tail);
                values.addAll(value.values());
                tail = value.end();
            } else {
                values.add(fixed(type, head));
            }
            head += type.headBytes();
        }
        return new Read(values, tail);
    }

    private Read dynamic(AbiType type, int at) {
        return switch (type) {
            case AbiType.Raw() -> {
                int length = length(at, 1);
                yield new Read(List.of(new AbiValue.Bytes(take(at + WORD, length))), at + WORD + padded(length));
            }
            case AbiType.Text() -> {
                int length = length(at, 1);
                yield new Read(List.of(new AbiValue.Text(text(take(at + WORD, length)))), at + WORD + padded(length));
            }
            case AbiType.Row(AbiType element, int length)
            when length == AbiType.ANY -> {
                int count = length(at, Math.max(1, element.headBytes()));
                yield items(Collections.nCopies(count, element), at + WORD);
            }
            case AbiType.Row(AbiType element, int length) -> items(Collections.nCopies(length, element), at);
            case AbiType.Group(List<AbiParameter> members) ->
                items(members.stream().map(AbiParameter::type).toList(), at);
            case AbiType.Whole _, AbiType.Truth _, AbiType.Account _, AbiType.Fixed _ ->
                throw new AbiException("a fixed value is not behind an offset");
        };
    }

    private Read items(List<AbiType> types, int at) {
        Read inner = sequence(types, at);
        return new Read(List.of(new AbiValue.Items(inner.values())), inner.end());
    }

    private AbiValue fixed(AbiType type, int at) {
        return switch (type) {
            case AbiType.Whole(boolean signed, int bits) -> new AbiValue.Whole(number(at, signed, bits));
            case AbiType.Truth() -> new AbiValue.Truth(number(at, false, 1).signum() != 0);
            case AbiType.Account() -> new AbiValue.Account(Address.of(number(at, false, 160)));
            case AbiType.Fixed(int length) -> {
                requireZero(at + length, at + WORD);
                yield new AbiValue.Bytes(Arrays.copyOfRange(bytes, at, at + length));
            }
            case AbiType.Row(AbiType element, int length) ->
                new AbiValue.Items(
                        sequence(Collections.nCopies(length, element), at).values());
            case AbiType.Group(List<AbiParameter> members) ->
                new AbiValue.Items(
                        sequence(members.stream().map(AbiParameter::type).toList(), at)
                                .values());
            case AbiType.Raw _, AbiType.Text _ -> throw new AbiException("a free value is behind an offset");
        };
    }

    private BigInteger number(int at, boolean signed, int bits) {
        byte[] word = Arrays.copyOfRange(bytes, at, at + WORD);
        BigInteger value = signed ? new BigInteger(word) : new BigInteger(1, word);
        int used = signed ? value.bitLength() + 1 : value.bitLength();
        if (used > bits) {
            throw new AbiException("a number is larger than its type");
        }
        return value;
    }

    private BigInteger word(int at) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, at, at + WORD));
    }

    /** A length in front of a value whose elements take that many bytes or more each. */
    private int length(int at, int elementBytes) {
        if (at + WORD > bytes.length) {
            throw new AbiException("the bytes end too early");
        }
        BigInteger length = word(at);
        int most = (bytes.length - at - WORD) / elementBytes;
        if (length.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new AbiException("a length goes beyond the end");
        }
        return length.intValue();
    }

    private byte[] take(int at, int length) {
        int end = at + padded(length);
        if (end > bytes.length) {
            throw new AbiException("the bytes end too early");
        }
        requireZero(at + length, end);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    private void requireZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                throw new AbiException("padding that is not zero");
            }
        }
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AbiException("text that is not UTF-8");
        }
    }

    static int padded(int length) {
        return (length + WORD - 1) / WORD * WORD;
    }
}
