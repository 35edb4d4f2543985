package cultivar.wallet.evm;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An element of an extension of bn254's field: a polynomial modulo w^2 + 1 (two coefficients) or modulo
 * w^12 - 18 w^6 + 82 (twelve). The lowest coefficient comes first.
 */
final class Extension {
    /** The field's characteristic (EIP-196). */
    static final BigInteger P =
            new BigInteger("21888242871839275222246405745257275088696311157297823662689037894645226208583");

    private static final BigInteger EIGHTEEN = BigInteger.valueOf(18);
    private static final BigInteger EIGHTY_TWO = BigInteger.valueOf(82);

    private final BigInteger[] coefficients;

    private Extension(BigInteger[] coefficients) {
        this.coefficients = coefficients;
    }

    static Extension of(BigInteger... coefficients) {
        return new Extension(coefficients.clone());
    }

    /** A number of the small field in the extension of this degree. */
    static Extension constant(BigInteger value, int degree) {
        BigInteger[] all = zeros(degree);
        all[0] = value.mod(P);
        return new Extension(all);
    }

    BigInteger coefficient(int index) {
        return coefficients[index];
    }

    int degree() {
        return coefficients.length;
    }

    boolean isZero() {
        return Arrays.stream(coefficients).allMatch(c -> c.signum() == 0);
    }

    Extension add(Extension other) {
        BigInteger[] out = zeros(degree());
        for (int i = 0; i < out.length; i++) {
            out[i] = coefficients[i].add(other.coefficients[i]).mod(P);
        }
        return new Extension(out);
    }

    Extension negate() {
        BigInteger[] out = zeros(degree());
        for (int i = 0; i < out.length; i++) {
            out[i] = coefficients[i].negate().mod(P);
        }
        return new Extension(out);
    }

    Extension subtract(Extension other) {
        return add(other.negate());
    }

    Extension multiply(Extension other) {
        int n = degree();
        BigInteger[] product = zeros(2 * n - 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n && coefficients[i].signum() != 0; j++) {
                if (other.coefficients[j].signum() != 0) {
                    product[i + j] = product[i + j].add(coefficients[i].multiply(other.coefficients[j]));
                }
            }
        }
        for (int i = product.length - 1; i >= n; i--) {
            if (n == 2) {
                product[0] = product[0].subtract(product[i]);
            } else {
                product[i - 6] = product[i - 6].add(product[i].multiply(EIGHTEEN));
                product[i - 12] = product[i - 12].subtract(product[i].multiply(EIGHTY_TWO));
            }
        }
        BigInteger[] out = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            out[i] = product[i].mod(P);
        }
        return new Extension(out);
    }

    Extension square() {
        return multiply(this);
    }

    Extension times(long factor) {
        return multiply(constant(BigInteger.valueOf(factor), degree()));
    }

    Extension power(BigInteger exponent) {
        Extension out = constant(BigInteger.ONE, degree());
        for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
            out = out.square();
            if (exponent.testBit(bit)) {
                out = out.multiply(this);
            }
        }
        return out;
    }

    /** By the extended Euclidean algorithm over polynomials. */
    Extension inverse() {
        int n = degree();
        BigInteger[] low = Arrays.copyOf(coefficients, n + 1);
        low[n] = BigInteger.ZERO;
        BigInteger[] high = modulus(n);
        BigInteger[] lowFactor = zeros(n + 1);
        lowFactor[0] = BigInteger.ONE;
        BigInteger[] highFactor = zeros(n + 1);
        while (top(low) > 0) {
            while (top(high) >= top(low)) {
                int shift = top(high) - top(low);
                BigInteger ratio =
                        high[top(high)].multiply(low[top(low)].modInverse(P)).mod(P);
                subtractScaled(high, low, ratio, shift);
                subtractScaled(highFactor, lowFactor, ratio, shift);
            }
            BigInteger[] swap = low;
            low = high;
            high = swap;
            swap = lowFactor;
            lowFactor = highFactor;
            highFactor = swap;
        }
        BigInteger scale = low[0].modInverse(P);
        BigInteger[] out = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            out[i] = lowFactor[i].multiply(scale).mod(P);
        }
        return new Extension(out);
    }

    private static void subtractScaled(BigInteger[] from, BigInteger[] what, BigInteger ratio, int shift) {
        for (int i = 0; i + shift < from.length; i++) {
            if (what[i].signum() != 0) {
                from[i + shift] =
                        from[i + shift].subtract(what[i].multiply(ratio)).mod(P);
            }
        }
    }

    private static int top(BigInteger[] polynomial) {
        int i = polynomial.length - 1;
        while (i > 0 && polynomial[i].signum() == 0) {
            i--;
        }
        return i;
    }

    private static BigInteger[] modulus(int degree) {
        BigInteger[] out = zeros(degree + 1);
        out[degree] = BigInteger.ONE;
        if (degree == 2) {
            out[0] = BigInteger.ONE;
        } else {
            out[0] = EIGHTY_TWO;
            out[6] = P.subtract(EIGHTEEN);
        }
        return out;
    }

    private static BigInteger[] zeros(int count) {
        BigInteger[] out = new BigInteger[count];
        Arrays.fill(out, BigInteger.ZERO);
        return out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Extension that && Arrays.equals(coefficients, that.coefficients);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(coefficients);
    }
}
