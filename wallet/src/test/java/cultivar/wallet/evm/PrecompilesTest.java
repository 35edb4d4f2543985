package cultivar.wallet.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Laws that hold whatever the constants: the published state tests hold the rest. */
class PrecompilesTest {
    /** The second group's generator of EIP-197, imaginary parts first. */
    private static final String G2 = "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
            + "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
            + "090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
            + "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";

    private static String word(long value) {
        return "%064x".formatted(value);
    }

    private static byte[] g1(BigInteger factor) {
        return Bn254.multiply(Hex.decode(word(1) + word(2) + "%064x".formatted(factor)));
    }

    private static byte[] join(byte[]... parts) {
        byte[] out = new byte[0];
        for (byte[] part : parts) {
            int at = out.length;
            out = Arrays.copyOf(out, at + part.length);
            System.arraycopy(part, 0, out, at, part.length);
        }
        return out;
    }

    @Test
    void pointsOfTheFirstGroupAddUp() {
        byte[] two = g1(BigInteger.TWO);
        byte[] three = g1(BigInteger.valueOf(3));
        assertThat(Bn254.add(join(g1(BigInteger.ONE), two))).isEqualTo(three);
        assertThat(Bn254.add(join(two, new byte[64]))).isEqualTo(two);
        assertThat(g1(Bn254.ORDER)).isEqualTo(new byte[64]);
        assertThatThrownBy(() -> Bn254.add(Hex.decode(word(1) + word(1)))).isInstanceOf(Halt.class);
    }

    @Test
    void thePairingIsLinearAndNotTrivial() {
        byte[] g2 = Hex.decode(G2);
        byte[] one = Word.bytes(BigInteger.ONE);
        BigInteger five = BigInteger.valueOf(5);
        // e(5 P, Q) * e(-2 P, Q) * e(-3 P, Q) = 1
        assertThat(Bn254.pairing(join(
                        g1(five),
                        g2,
                        g1(Bn254.ORDER.subtract(BigInteger.TWO)),
                        g2,
                        g1(Bn254.ORDER.subtract(BigInteger.valueOf(3))),
                        g2)))
                .isEqualTo(one);
        assertThat(Bn254.pairing(join(g1(five), g2, g1(Bn254.ORDER.subtract(BigInteger.TWO)), g2)))
                .isEqualTo(new byte[32]);
        assertThat(Bn254.pairing(new byte[0])).isEqualTo(one);
        assertThat(Bn254.pairing(join(new byte[64], g2))).isEqualTo(one);
        byte[] off = g2.clone();
        off[127] ^= 1;
        assertThatThrownBy(() -> Bn254.pairing(join(g1(five), off))).isInstanceOf(Halt.class);
        assertThatThrownBy(() -> Bn254.pairing(new byte[100])).isInstanceOf(Halt.class);
    }

    @Test
    void whatIsMissingIsNotMistakenForAFailure() {
        Precompile point = Objects.requireNonNull(Precompiles.at(Address.of(BigInteger.TEN)));
        assertThatThrownBy(() -> point.run(new byte[191])).isInstanceOf(Halt.class);
        assertThatThrownBy(() -> point.run(new byte[192])).isInstanceOf(Halt.class);
        byte[] plausible = new byte[192];
        byte[] hash = Objects.requireNonNull(Precompiles.at(Address.of(BigInteger.TWO)))
                .run(new byte[48]);
        System.arraycopy(hash, 0, plausible, 0, hash.length);
        plausible[0] = 1;
        assertThatThrownBy(() -> point.run(plausible))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("no precompiled contract 10");
    }
}
