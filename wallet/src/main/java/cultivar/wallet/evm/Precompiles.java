package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.jspecify.annotations.Nullable;

/** The precompiled contracts 1 to 10 of Cancun. */
final class Precompiles {
    /** How many there are; all are warm from the start. */
    static final int COUNT = 10;

    private static final Map<Address, Precompile> ALL = all();

    private Precompiles() {}

    static @Nullable Precompile at(Address address) {
        return ALL.get(address);
    }

    static Outcome run(Precompile precompile, Message message) {
        long cost = precompile.gas(message.input());
        if (cost > message.gas()) {
            throw Halt.outOfGas();
        }
        return Outcome.success(precompile.run(message.input()), message.gas() - cost);
    }

    private static Map<Address, Precompile> all() {
        Map<Address, Precompile> map = new HashMap<>();
        put(map, 1, input -> 3_000, Precompiles::recover);
        put(map, 2, input -> 60 + 12 * Word.count(input.length), input -> hash(new SHA256Digest(), input));
        put(map, 3, input -> 600 + 120 * Word.count(input.length), input -> hash(new RIPEMD160Digest(), input));
        put(map, 4, input -> 15 + 3 * Word.count(input.length), input -> input);
        put(map, 5, Modexp::gas, Modexp::run);
        put(map, 6, input -> 150, Bn254::add);
        put(map, 7, input -> 6_000, Bn254::multiply);
        put(map, 8, Bn254::pairingGas, Bn254::pairing);
        put(map, 9, Blake2f::gas, Blake2f::run);
        put(map, 10, input -> PointEvaluation.GAS, PointEvaluation::run);
        return Map.copyOf(map);
    }

    private static void put(
            Map<Address, Precompile> map, int number, ToLongFunction<byte[]> gas, Function<byte[], byte[]> run) {
        map.put(Address.of(BigInteger.valueOf(number)), new Precompile() {
            @Override
            public long gas(byte[] input) {
                return gas.applyAsLong(input);
            }

            @Override
            public byte[] run(byte[] input) {
                return run.apply(input);
            }
        });
    }

    /** Signer of a hash: input is hash, v, r, s of 32 bytes each; the output is empty if no key fits. */
    private static byte[] recover(byte[] input) {
        byte[] padded = Arrays.copyOf(input, 128);
        BigInteger v = Word.of(Arrays.copyOfRange(padded, 32, 64));
        if (v.bitLength() > 8 || (v.intValue() != 27 && v.intValue() != 28)) {
            return new byte[0];
        }
        Signature signature = new Signature(
                Word.of(Arrays.copyOfRange(padded, 64, 96)),
                Word.of(Arrays.copyOfRange(padded, 96, 128)),
                v.intValue() - 27);
        return Secp256k1.recover(Arrays.copyOf(padded, 32), signature)
                .map(address -> Word.bytes(address.word()))
                .orElse(new byte[0]);
    }

    /** The digest at the end of 32 bytes. */
    private static byte[] hash(Digest digest, byte[] input) {
        byte[] out = new byte[Word.BYTES];
        digest.update(input, 0, input.length);
        digest.doFinal(out, Word.BYTES - digest.getDigestSize());
        return out;
    }
}
