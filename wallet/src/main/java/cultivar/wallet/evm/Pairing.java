package cultivar.wallet.evm;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The optimal ate pairing on bn254 (Vercauteren, "Optimal pairings"): plain affine arithmetic, no tricks for speed. The
 * curve is y^2 = x^3 + 3; the second group lies on the twist y^2 = x^3 + 3 / (9 + u) over the field with u^2 = -1.
 */
final class Pairing {
    /** 6 t + 2 for the curve's parameter t = 4965661367192848881. */
    private static final BigInteger LOOP = new BigInteger("29793968203157093288");

    private static final Extension TWIST = Extension.constant(BigInteger.valueOf(3), 2)
            .multiply(Extension.of(BigInteger.valueOf(9), BigInteger.ONE).inverse());

    private static final BigInteger FINAL =
            Extension.P.pow(12).subtract(BigInteger.ONE).divide(Bn254.ORDER);

    private Pairing() {}

    /** A point over an extension; zero and zero stand for the point at infinity, which does not lie on the curve. */
    record Point(Extension x, Extension y) {
        boolean isInfinity() {
            return x.isZero() && y.isZero();
        }
    }

    static boolean isInSecondGroup(Point point) {
        Extension left = point.y().square();
        Extension right = point.x().square().multiply(point.x()).add(TWIST);
        return left.equals(right) && multiply(point, Bn254.ORDER).isInfinity();
    }

    /** True if the final exponentiation of a product of Miller loops is one. */
    static boolean isOne(Extension product) {
        return product.power(FINAL).equals(Extension.constant(BigInteger.ONE, 12));
    }

    /** The Miller loop of a point of the twist and the affine point (x, y) of the curve. */
    static Extension millerLoop(Point twisted, BigInteger x, BigInteger y) {
        Point q = untwist(twisted);
        Point p = new Point(Extension.constant(x, 12), Extension.constant(y, 12));
        Point r = q;
        Extension f = Extension.constant(BigInteger.ONE, 12);
        for (int bit = LOOP.bitLength() - 2; bit >= 0; bit--) {
            f = f.square().multiply(line(r, r, p));
            r = add(r, r);
            if (LOOP.testBit(bit)) {
                f = f.multiply(line(r, q, p));
                r = add(r, q);
            }
        }
        Point first = new Point(q.x().power(Extension.P), q.y().power(Extension.P));
        Point second = new Point(
                first.x().power(Extension.P), first.y().power(Extension.P).negate());
        f = f.multiply(line(r, first, p));
        r = add(r, first);
        return f.multiply(line(r, second, p));
    }

    /** Carries a point of the twist to the curve over the field of degree twelve, in which w^6 = 9 + u. */
    private static Point untwist(Point point) {
        return new Point(lift(point.x(), 2), lift(point.y(), 3));
    }

    private static Extension lift(Extension value, int power) {
        BigInteger[] out = new BigInteger[12];
        Arrays.fill(out, BigInteger.ZERO);
        BigInteger imaginary = value.coefficient(1);
        out[power] = value.coefficient(0)
                .subtract(imaginary.multiply(BigInteger.valueOf(9)))
                .mod(Extension.P);
        out[power + 6] = imaginary;
        return Extension.of(out);
    }

    private static Extension slope(Point a, Point b) {
        return a.x().equals(b.x())
                ? a.x().square().times(3).multiply(a.y().times(2).inverse())
                : b.y().subtract(a.y()).multiply(b.x().subtract(a.x()).inverse());
    }

    /** The line through two points, at a third. */
    private static Extension line(Point a, Point b, Point at) {
        if (a.x().equals(b.x()) && !a.y().equals(b.y())) {
            return at.x().subtract(a.x());
        }
        return slope(a, b).multiply(at.x().subtract(a.x())).subtract(at.y().subtract(a.y()));
    }

    private static Point add(Point a, Point b) {
        if (a.isInfinity()) {
            return b;
        }
        if (b.isInfinity()) {
            return a;
        }
        if (a.x().equals(b.x()) && !a.y().equals(b.y())) {
            Extension zero = Extension.constant(BigInteger.ZERO, a.x().degree());
            return new Point(zero, zero);
        }
        Extension slope = slope(a, b);
        Extension x = slope.square().subtract(a.x()).subtract(b.x());
        return new Point(x, slope.multiply(a.x().subtract(x)).subtract(a.y()));
    }

    private static Point multiply(Point point, BigInteger factor) {
        Extension zero = Extension.constant(BigInteger.ZERO, point.x().degree());
        Point out = new Point(zero, zero);
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            out = add(out, out);
            if (factor.testBit(bit)) {
                out = add(out, point);
            }
        }
        return out;
    }
}
