package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.web3j.crypto.StructuredDataEncoder;

/**
 * A wallet that can sign. It holds the seed of its keys until it is closed, then wipes it; each key is derived for one
 * signature and wiped after it. Safe for use by several threads.
 */
public final class UnlockedWallet implements AutoCloseable {
    private final byte[] seed;
    private final boolean demo;
    private boolean closed;

    private UnlockedWallet(byte[] seed, boolean demo) {
        this.seed = seed;
        this.demo = demo;
    }

    static UnlockedWallet of(Phrase phrase, boolean demo) {
        return new UnlockedWallet(phrase.seed(), demo);
    }

    /** True if the wallet was made for demonstrations, so that nothing of worth may be signed with it. */
    public boolean isDemo() {
        return demo;
    }

    /** True until the wallet is closed. */
    public synchronized boolean isOpen() {
        return !closed;
    }

    /** Address of the account at m/44'/60'/0'/0/index. */
    public Address address(int index) {
        return withKey(index, key -> Address.ofPublicKey(Secp256k1.publicKey(key)));
    }

    /** Signs a transaction; the bytes are ready to broadcast. */
    public byte[] sign(int index, FeeMarketTransaction transaction) {
        return transaction.encode(signHash(index, transaction.signingHash()));
    }

    /** Signs a message for people (EIP-191, version 0x45). */
    public Signature signMessage(int index, byte[] message) {
        return signHash(index, messageHash(message));
    }

    /** Hash that {@link #signMessage} signs. */
    public static byte[] messageHash(byte[] message) {
        byte[] head = ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.UTF_8);
        return new Keccak()
                .update(head, 0, head.length)
                .update(message, 0, message.length)
                .digest();
    }

    /**
     * Signs typed data (EIP-712).
     *
     * @param json the JSON with types, domain, primaryType and message
     * @throws WalletException if the JSON is no typed data
     */
    public Signature signTypedData(int index, String json) {
        return signHash(index, typedDataHash(json));
    }

    /**
     * Hash that {@link #signTypedData} signs.
     *
     * @throws WalletException if the JSON is no typed data
     */
    public static byte[] typedDataHash(String json) {
        try {
            return new StructuredDataEncoder(json).hashStructuredData();
        } catch (IOException | RuntimeException e) {
            throw new WalletException("This is not typed data that can be signed: " + e.getMessage(), e);
        }
    }

    private Signature signHash(int index, byte[] hash) {
        return withKey(index, key -> Secp256k1.sign(hash, key));
    }

    private synchronized <T> T withKey(int index, Function<byte[], T> use) {
        if (closed) {
            throw new WalletException("The wallet is locked. Unlock it with its password.");
        }
        if (index < 0) {
            throw new WalletException("There is no account " + index + ".");
        }
        byte[] key = HdKeys.derive(seed, index);
        try {
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "UnlockedWallet[hidden]";
    }
}
