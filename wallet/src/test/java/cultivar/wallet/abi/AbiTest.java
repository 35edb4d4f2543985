package cultivar.wallet.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Int64;
import org.web3j.abi.datatypes.generated.Uint256;

/** Values survive their encoding, and no bytes but the canonical ones are read. */
class AbiTest {
    private static final int ROUNDS = 3_000;

    @Test
    void writesWhatAnotherEncoderWrites() {
        byte[] hash = new byte[32];
        new Random(5).nextBytes(hash);
        String theirs = FunctionEncoder.encodeConstructor(List.of(
                new Uint256(12345),
                new Utf8String("Größe"),
                new DynamicArray<>(Bytes32.class, new Bytes32(hash), new Bytes32(hash)),
                new Bool(true),
                new Int64(-7),
                new DynamicBytes(new byte[] {1, 2, 3})));
        List<AbiParameter> parameters = List.of(
                parameter(new AbiType.Whole(false, 256)),
                parameter(new AbiType.Text()),
                parameter(new AbiType.Row(new AbiType.Fixed(32), AbiType.ANY)),
                parameter(new AbiType.Truth()),
                parameter(new AbiType.Whole(true, 64)),
                parameter(new AbiType.Raw()));
        List<AbiValue> values = List.of(
                new AbiValue.Whole(BigInteger.valueOf(12345)),
                new AbiValue.Text("Größe"),
                new AbiValue.Items(List.of(new AbiValue.Bytes(hash), new AbiValue.Bytes(hash))),
                new AbiValue.Truth(true),
                new AbiValue.Whole(BigInteger.valueOf(-7)),
                new AbiValue.Bytes(new byte[] {1, 2, 3}));
        assertThat(Hex.encode(AbiWriter.write(parameters, values))).isEqualTo("0x" + theirs);
        assertThat(AbiReader.read(parameters, Hex.decode(theirs))).isEqualTo(values);
    }

    @Test
    void everyValueSurvivesAndEveryOtherEncodingIsRefused() {
        Random random = new Random(20261127);
        int read = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<AbiParameter> parameters = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> parameter(type(random, 3)))
                    .toList();
            List<AbiValue> values =
                    parameters.stream().map(p -> value(random, p.type())).toList();
            byte[] bytes = AbiWriter.write(parameters, values);
            assertThat(AbiReader.read(parameters, bytes)).isEqualTo(values);
            for (int i = 0; i < 8; i++) {
                byte[] other = damage(random, bytes);
                try {
                    List<AbiValue> found = AbiReader.read(parameters, other);
                    assertThat(AbiWriter.write(parameters, found)).isEqualTo(other);
                    read++;
                } catch (AbiException e) {
                    assertThat(e.reason()).isNotBlank();
                    refused++;
                }
            }
        }
        // Both happen, so neither half of the property is empty.
        assertThat(read).isGreaterThan(ROUNDS / 10);
        assertThat(refused).isGreaterThan(ROUNDS);
    }

    @Test
    void noBytesAtAllThrowAnythingElse() {
        Random random = new Random(7);
        List<AbiParameter> parameters = List.of(
                parameter(new AbiType.Row(new AbiType.Row(new AbiType.Raw(), AbiType.ANY), AbiType.ANY)),
                parameter(new AbiType.Text()),
                parameter(new AbiType.Row(new AbiType.Account(), 3)));
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(600)];
            for (int i = 31; i < bytes.length; i += 32) {
                bytes[i] = (byte) (random.nextInt(8) * 32);
            }
            try {
                AbiReader.read(parameters, bytes);
            } catch (AbiException e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @Test
    void aListThatPointsAtItselfCostsNothing() {
        // Every element of the outer list points at the whole list again: reading that freely never ends.
        byte[] bytes = new byte[32 * 1024];
        bytes[31] = 32;
        bytes[62] = 3;
        List<AbiParameter> parameters =
                List.of(parameter(new AbiType.Row(new AbiType.Row(new AbiType.Raw(), AbiType.ANY), AbiType.ANY)));
        assertThatThrownBy(() -> AbiReader.read(parameters, bytes)).isInstanceOf(AbiException.class);
    }

    @Test
    void namesWhatIsWrong() {
        List<AbiParameter> number = List.of(parameter(new AbiType.Whole(false, 8)));
        byte[] good = AbiWriter.write(number, List.of(new AbiValue.Whole(BigInteger.TEN)));
        assertThatThrownBy(() -> AbiReader.read(number, Arrays.copyOf(good, 33)))
                .hasMessage("1 bytes after the last value");
        assertThatThrownBy(() -> AbiReader.read(number, Arrays.copyOf(good, 31)))
                .hasMessage("the bytes end too early");
        good[0] = 1;
        assertThatThrownBy(() -> AbiReader.read(number, good)).hasMessage("a number is larger than its type");
        List<AbiParameter> text = List.of(parameter(new AbiType.Text()));
        byte[] padded = AbiWriter.write(text, List.of(new AbiValue.Text("ab")));
        padded[95] = 1;
        assertThatThrownBy(() -> AbiReader.read(text, padded)).hasMessage("padding that is not zero");
        byte[] wrong = AbiWriter.write(text, List.of(new AbiValue.Text("ab")));
        wrong[64] = (byte) 0xff;
        assertThatThrownBy(() -> AbiReader.read(text, wrong)).hasMessage("text that is not UTF-8");
    }

    @Test
    void textFromOutsideCannotForgeASentence() {
        assertThat(new AbiValue.Text("a\nTo: Bob\u202e\u200b").shown()).isEqualTo("a\\u{a}To: Bob\\u{202e}\\u{200b}");
    }

    private static byte[] damage(Random random, byte[] bytes) {
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> {
                byte[] out = bytes.clone();
                for (int i = 0; i < 3 && out.length > 0; i++) {
                    out[random.nextInt(out.length)] = (byte) random.nextInt();
                }
                yield out;
            }
            default -> {
                byte[] out = bytes.clone();
                if (out.length > 0) {
                    out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield out;
            }
        };
    }

    private static AbiParameter parameter(AbiType type) {
        return new AbiParameter("", type);
    }

    private static AbiType type(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> new AbiType.Whole(random.nextBoolean(), 8 * (1 + random.nextInt(32)));
            case 1 -> new AbiType.Truth();
            case 2 -> new AbiType.Account();
            case 3 -> new AbiType.Fixed(1 + random.nextInt(32));
            case 4 -> new AbiType.Raw();
            case 5 -> new AbiType.Text();
            case 6 -> new AbiType.Row(type(random, depth - 1), AbiType.ANY);
            case 7 -> new AbiType.Row(type(random, depth - 1), 1 + random.nextInt(3));
            default ->
                new AbiType.Group(IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> parameter(type(random, depth - 1)))
                        .toList());
        };
    }

    private static AbiValue value(Random random, AbiType type) {
        return switch (type) {
            case AbiType.Whole(boolean signed, int bits) -> {
                BigInteger number = new BigInteger(signed ? bits - 1 : bits, random);
                yield new AbiValue.Whole(signed && random.nextBoolean() ? number.negate() : number);
            }
            case AbiType.Truth() -> new AbiValue.Truth(random.nextBoolean());
            case AbiType.Account() -> new AbiValue.Account(Address.of(new BigInteger(160, random)));
            case AbiType.Fixed(int length) -> new AbiValue.Bytes(bytes(random, length));
            case AbiType.Raw() -> new AbiValue.Bytes(bytes(random, random.nextInt(70)));
            case AbiType.Text() -> new AbiValue.Text("äöü€ tagged".substring(random.nextInt(11)));
            case AbiType.Row(AbiType element, int length) -> {
                int count = length == AbiType.ANY ? random.nextInt(4) : length;
                List<AbiValue> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(value(random, element));
                }
                yield new AbiValue.Items(values);
            }
            case AbiType.Group(List<AbiParameter> members) ->
                new AbiValue.Items(
                        members.stream().map(m -> value(random, m.type())).toList());
        };
    }

    private static byte[] bytes(Random random, int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }
}
