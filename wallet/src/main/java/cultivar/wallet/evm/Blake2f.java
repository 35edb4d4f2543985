package cultivar.wallet.evm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Precompiled contract 9: the compression function of BLAKE2b with any number of rounds (EIP-152, RFC 7693). */
final class Blake2f {
    private static final int LENGTH = 213;

    private static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /** The order of the message's words in each of ten rounds, one hexadecimal digit for a word. */
    private static final String[] SIGMA = {
        "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
        "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0"
    };

    private Blake2f() {}

    /** One unit for each round; input of a wrong length costs nothing before it is refused. */
    static long gas(byte[] input) {
        return input.length == LENGTH
                ? Integer.toUnsignedLong(ByteBuffer.wrap(input).getInt())
                : 0;
    }

    static byte[] run(byte[] input) {
        if (input.length != LENGTH || (input[LENGTH - 1] & 254) != 0) {
            throw Halt.badCode("the input of BLAKE2's compression is malformed");
        }
        long rounds = gas(input);
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).position(4);
        long[] h = new long[8];
        long[] m = new long[16];
        in.asLongBuffer().get(h).get(m);
        long low = in.getLong(196);
        long high = in.getLong(204);

        long[] v = new long[16];
        System.arraycopy(h, 0, v, 0, 8);
        System.arraycopy(IV, 0, v, 8, 8);
        v[12] ^= low;
        v[13] ^= high;
        if (input[LENGTH - 1] == 1) {
            v[14] = ~v[14];
        }
        for (long round = 0; round < rounds; round++) {
            round(v, m, SIGMA[(int) (round % 10)]);
        }
        ByteBuffer out = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8; i++) {
            out.putLong(h[i] ^ v[i] ^ v[i + 8]);
        }
        return out.array();
    }

    /** Four columns, then four diagonals. */
    private static void round(long[] v, long[] m, String order) {
        for (int i = 0; i < 8; i++) {
            long x = m[Character.digit(order.charAt(2 * i), 16)];
            long y = m[Character.digit(order.charAt(2 * i + 1), 16)];
            int shift = i / 4;
            mix(v, i % 4, 4 + (i + shift) % 4, 8 + (i + 2 * shift) % 4, 12 + (i + 3 * shift) % 4, x, y);
        }
    }

    private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
        v[a] += v[b] + x;
        v[d] = Long.rotateRight(v[d] ^ v[a], 32);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 24);
        v[a] += v[b] + y;
        v[d] = Long.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Long.rotateRight(v[b] ^ v[c], 63);
    }
}
