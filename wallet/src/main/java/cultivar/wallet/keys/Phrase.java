package cultivar.wallet.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.web3j.crypto.MnemonicUtils;

/** A recovery phrase of 12, 15, 18, 21 or 24 English words (BIP-39). Never prints itself; wipes itself on close. */
public final class Phrase implements AutoCloseable {
    private static final int SEED_ITERATIONS = 2048;
    private static final int LONGEST = 24;

    private final byte[] entropy;
    private boolean closed;

    private Phrase(byte[] entropy) {
        this.entropy = entropy;
    }

    /** A fresh phrase of 12 words from the system's random numbers. */
    public static Phrase create() {
        byte[] entropy = new byte[16];
        new SecureRandom().nextBytes(entropy);
        return new Phrase(entropy);
    }

    /**
     * Reads words between spaces or line ends, in any case.
     *
     * @throws WalletException that names the wrong word and the nearest right one, or says that the check sum fails
     */
    public static Phrase parse(CharSequence text) {
        int[] indices = indices(text);
        Phrase phrase = new Phrase(entropy(indices));
        try {
            if (!Arrays.equals(phrase.indices(), indices)) {
                phrase.close();
                throw new WalletException("The words do not belong together: their check sum is wrong."
                        + " One word may be mistaken or in the wrong place.");
            }
            return phrase;
        } finally {
            Arrays.fill(indices, 0);
        }
    }

    /** Places in the list, without making one text of the words, which nobody could wipe. */
    private static int[] indices(CharSequence text) {
        int[] found = new int[LONGEST];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                if (count < LONGEST) {
                    found[count] = place(text, at, end, count + 1);
                }
                count++;
            }
            at = end + 1;
        }
        if (count < 12 || count > LONGEST || count % 3 != 0) {
            throw new WalletException("A recovery phrase has 12, 15, 18, 21 or 24 words; " + count + " were given.");
        }
        return Arrays.copyOf(found, count);
    }

    private static int place(CharSequence text, int start, int end, int number) {
        List<String> words = MnemonicUtils.getWords();
        for (int i = 0; i < words.size(); i++) {
            if (isSame(words.get(i), text, start, end)) {
                return i;
            }
        }
        String given = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        throw new WalletException("Word " + number + ", \"" + given + "\", is not in the word list."
                + nearest(given).map(near -> " Did you mean \"" + near + "\"?").orElse(""));
    }

    private static boolean isSame(String word, CharSequence text, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != Character.toLowerCase(text.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    /** The word of the list that lies nearest to this one, if one lies within two edits. */
    public static Optional<String> nearest(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = null;
        int least = 3;
        for (String candidate : MnemonicUtils.getWords()) {
            int distance = EditDistance.between(wanted, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** True if this is one of the 2,048 words. */
    public static boolean isWord(String word) {
        return MnemonicUtils.getWords().contains(word.toLowerCase(Locale.ROOT));
    }

    /** Words of the list that start so, for completion while typing. */
    public static List<String> startingWith(String start) {
        String lower = start.toLowerCase(Locale.ROOT);
        return MnemonicUtils.getWords().stream()
                .filter(w -> w.startsWith(lower))
                .toList();
    }

    /** The words, to be shown to their owner once. */
    public List<String> words() {
        List<String> list = MnemonicUtils.getWords();
        return Arrays.stream(indices()).mapToObj(list::get).toList();
    }

    /** The seed of all keys, 64 bytes: PBKDF2 with HMAC-SHA-512, no extra passphrase. The caller wipes it. */
    byte[] seed() {
        return seed("");
    }

    /** As the other, with an extra passphrase, which this studio never uses: for the published vectors. */
    byte[] seed(String passphrase) {
        StringBuilder joined = new StringBuilder(LONGEST * 9); // no longer word, and no copy left behind by growth
        List<String> list = MnemonicUtils.getWords();
        for (int index : indices()) {
            joined.append(joined.isEmpty() ? "" : " ").append(list.get(index));
        }
        byte[] password = new byte[joined.length()]; // the words are ASCII
        for (int i = 0; i < password.length; i++) {
            password[i] = (byte) joined.charAt(i);
        }
        wipe(joined);
        try {
            return pbkdf2(password, ("mnemonic" + passphrase).getBytes(StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** One block of PBKDF2 with HMAC-SHA-512 (RFC 8018); Java's own keeps the password until a collector comes by. */
    private static byte[] pbkdf2(byte[] password, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(password, "HmacSHA512"));
            mac.update(salt);
            byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
            byte[] out = last.clone();
            for (int round = 1; round < SEED_ITERATIONS; round++) {
                mac.update(last);
                mac.doFinal(last, 0);
                for (int i = 0; i < out.length; i++) {
                    out[i] ^= last[i];
                }
            }
            Arrays.fill(last, (byte) 0);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-512", e);
        }
    }

    /** The random bytes behind the words. The caller wipes them. */
    byte[] entropy() {
        requireOpen();
        return entropy.clone();
    }

    /** The phrase of these random bytes; takes them over. */
    static Phrase ofEntropy(byte[] entropy) {
        if (entropy.length < 16 || entropy.length > 32 || entropy.length % 4 != 0) {
            throw new WalletException("The wallet holds no recovery phrase; its file is damaged.");
        }
        return new Phrase(entropy);
    }

    /** Each word stands for 11 bits: the entropy's, then the first bits of its SHA-256. */
    private int[] indices() {
        requireOpen();
        int bits = entropy.length * 8;
        int checksumBits = bits / 32;
        byte[] all = Arrays.copyOf(entropy, entropy.length + 1);
        all[entropy.length] = sha256(entropy)[0];
        int[] out = new int[(bits + checksumBits) / 11];
        for (int i = 0; i < out.length; i++) {
            for (int bit = i * 11; bit < i * 11 + 11; bit++) {
                out[i] = out[i] << 1 | (all[bit / 8] >> (7 - bit % 8) & 1);
            }
        }
        Arrays.fill(all, (byte) 0);
        return out;
    }

    private static byte[] entropy(int[] indices) {
        byte[] out = new byte[indices.length * 11 * 32 / 33 / 8];
        for (int bit = 0; bit < out.length * 8; bit++) {
            int value = indices[bit / 11] >> (10 - bit % 11) & 1;
            out[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return out;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static void wipe(StringBuilder builder) {
        for (int i = 0; i < builder.length(); i++) {
            builder.setCharAt(i, ' ');
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new WalletException("This recovery phrase was wiped already.");
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(entropy, (byte) 0);
    }

    @Override
    public String toString() {
        return "Phrase[hidden]";
    }

    /** Characters as UTF-8 bytes without passing through a String. The caller wipes them. */
    static byte[] utf8(char[] chars) {
        ByteBuffer buffer = ByteBuffer.allocate(3 * chars.length); // no char needs more than three bytes
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars), buffer, true);
        byte[] out = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return out;
    }
}
