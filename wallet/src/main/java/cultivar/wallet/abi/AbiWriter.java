package cultivar.wallet.abi;

import cultivar.wallet.codec.Address;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Writes values in their canonical encoding. */
public final class AbiWriter {
    private AbiWriter() {}

    /**
     * The encoding of these values.
     *
     * @throws AbiException if a value is not of its parameter's type
     */
    public static byte[] write(List<AbiParameter> parameters, List<AbiValue> values) {
        return sequence(parameters.stream().map(AbiParameter::type).toList(), values);
    }

    private static byte[] sequence(List<AbiType> types, List<AbiValue> values) {
        if (types.size() != values.size()) {
            throw new AbiException(values.size() + " values for " + types.size() + " places");
        }
        int heads = types.stream().mapToInt(AbiType::headBytes).sum();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream tail = new ByteArrayOutputStream();
        for (int i = 0; i < types.size(); i++) {
            byte[] encoded = value(types.get(i), values.get(i));
            if (types.get(i).isDynamic()) {
                head.writeBytes(word(BigInteger.valueOf(heads + tail.size())));
                tail.writeBytes(encoded);
            } else {
                head.writeBytes(encoded);
            }
        }
        head.writeBytes(tail.toByteArray());
        return head.toByteArray();
    }

    private static byte[] value(AbiType type, AbiValue value) {
        return switch (type) {
            case AbiType.Whole(boolean signed, int bits)
            when value instanceof AbiValue.Whole(BigInteger number) -> {
                int used = signed ? number.bitLength() + 1 : number.bitLength();
                if (used > bits || (!signed && number.signum() < 0)) {
                    throw new AbiException("a number is larger than its type");
                }
                yield word(number);
            }
            case AbiType.Truth()
            when value instanceof AbiValue.Truth(boolean truth) -> word(truth ? BigInteger.ONE : BigInteger.ZERO);
            case AbiType.Account() when value instanceof AbiValue.Account(Address account) -> word(account.word());
            case AbiType.Fixed(int length)
            when value instanceof AbiValue.Bytes(byte[] bytes) && bytes.length == length ->
                Arrays.copyOf(bytes, AbiReader.WORD);
            case AbiType.Raw() when value instanceof AbiValue.Bytes(byte[] bytes) -> counted(bytes);
            case AbiType.Text()
            when value instanceof AbiValue.Text(String text) -> counted(text.getBytes(StandardCharsets.UTF_8));
            case AbiType.Row(AbiType element, int length)
            when value instanceof AbiValue.Items(List<AbiValue> items) && length == AbiType.ANY -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.writeBytes(word(BigInteger.valueOf(items.size())));
                out.writeBytes(sequence(Collections.nCopies(items.size(), element), items));
                yield out.toByteArray();
            }
            case AbiType.Row(AbiType element, int length)
            when value instanceof AbiValue.Items(List<AbiValue> items) ->
                sequence(Collections.nCopies(length, element), items);
            case AbiType.Group(List<AbiParameter> members)
            when value instanceof AbiValue.Items(List<AbiValue> items) ->
                sequence(members.stream().map(AbiParameter::type).toList(), items);
            case AbiType.Whole _,
                    AbiType.Truth _,
                    AbiType.Account _,
                    AbiType.Fixed _,
                    AbiType.Raw _,
                    AbiType.Text _,
                    AbiType.Row _,
                    AbiType.Group _ -> throw new AbiException("not a value of " + type.canonical());
        };
    }

    private static byte[] counted(byte[] bytes) {
        byte[] out = new byte[AbiReader.WORD + AbiReader.padded(bytes.length)];
        System.arraycopy(word(BigInteger.valueOf(bytes.length)), 0, out, 0, AbiReader.WORD);
        System.arraycopy(bytes, 0, out, AbiReader.WORD, bytes.length);
        return out;
    }

    private static byte[] word(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] out = new byte[AbiReader.WORD];
        if (number.signum() < 0) {
            Arrays.fill(out, (byte) 0xff);
        }
        int from = Math.max(0, bytes.length - AbiReader.WORD);
        System.arraycopy(bytes, from, out, AbiReader.WORD - (bytes.length - from), bytes.length - from);
        return out;
    }
}
