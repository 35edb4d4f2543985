package cultivar.wallet.keys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The key derivation scrypt (RFC 7914). Bouncy Castle's refuses a block size of one with the costs that older wallets
 * chose for it.
 */
final class Scrypt {
    private static final int SALSA_WORDS = 16;
    private static final int DOUBLE_ROUNDS = 4;

    private final int n;
    private final int words;
    private final int[] scratch;
    private final int[] salsa = new int[SALSA_WORDS];

    private Scrypt(int n, int r) {
        this.n = n;
        this.words = 32 * r;
        this.scratch = new int[words];
    }

    /** The caller wipes password and result. */
    static byte[] derive(byte[] password, byte[] salt, int n, int r, int p, int length) {
        byte[] blocks = pbkdf2(password, salt, 1, 128 * r * p);
        Scrypt scrypt = new Scrypt(n, r);
        int[] memory = new int[n * scrypt.words];
        int[] block = new int[scrypt.words];
        for (int i = 0; i < p; i++) {
            ByteBuffer bytes = ByteBuffer.wrap(blocks, 128 * r * i, 128 * r).order(ByteOrder.LITTLE_ENDIAN);
            bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(block);
            scrypt.mix(block, memory);
            bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(block);
        }
        try {
            return pbkdf2(password, blocks, 1, length);
        } finally {
            Arrays.fill(memory, 0);
            Arrays.fill(block, 0);
            Arrays.fill(blocks, (byte) 0);
        }
    }

    /** PBKDF2 with HMAC-SHA-256. The caller wipes password and result. */
    static byte[] pbkdf2(byte[] password, byte[] salt, int rounds, int length) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(password, salt, rounds);
        return ((KeyParameter) generator.generateDerivedMacParameters(8 * length)).getKey();
    }

    /** RFC 7914, section 5. */
    private void mix(int[] block, int[] memory) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(block, 0, memory, i * words, words);
            mixBlock(block);
        }
        for (int i = 0; i < n; i++) {
            int at = (block[words - SALSA_WORDS] & (n - 1)) * words;
            for (int k = 0; k < words; k++) {
                block[k] ^= memory[at + k];
            }
            mixBlock(block);
        }
    }

    /** RFC 7914, section 4: even results go to the front, odd ones behind them. */
    private void mixBlock(int[] block) {
        int[] x = salsa;
        System.arraycopy(block, words - SALSA_WORDS, x, 0, SALSA_WORDS);
        int half = words / 2;
        for (int i = 0; i < words / SALSA_WORDS; i++) {
            for (int k = 0; k < SALSA_WORDS; k++) {
                x[k] ^= block[i * SALSA_WORDS + k];
            }
            salsa8(x);
            int to = (i % 2 == 0 ? 0 : half) + i / 2 * SALSA_WORDS;
            System.arraycopy(x, 0, scratch, to, SALSA_WORDS);
        }
        System.arraycopy(scratch, 0, block, 0, words);
    }

    /** RFC 7914, section 3. */
    private static void salsa8(int[] state) {
        int[] x = state.clone();
        for (int round = 0; round < DOUBLE_ROUNDS; round++) {
            for (int column = 0; column < 4; column++) {
                int c = 5 * column;
                quarter(x, c, (c + 4) % 16, (c + 8) % 16, (c + 12) % 16);
            }
            for (int row = 0; row < 4; row++) {
                int base = 4 * row;
                quarter(x, base + row, base + (row + 1) % 4, base + (row + 2) % 4, base + (row + 3) % 4);
            }
        }
        for (int k = 0; k < SALSA_WORDS; k++) {
            state[k] += x[k];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }
}
