package cultivar.wallet.keys;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A wallet that can sign. It holds the seed of its keys until it is closed, then wipes it; each key is derived for one
 * signature and wiped after it. Safe for use by several threads.
 */
public final class UnlockedWallet implements AutoCloseable {
    private final SecretBytes seed;
    private final Map<Integer, SecretBytes> imported = new ConcurrentHashMap<>();
    private final boolean demo;

    private UnlockedWallet(byte[] seed, boolean demo) {
        this.seed = new SecretBytes(seed);
        this.demo = demo;
    }

    static UnlockedWallet of(Phrase phrase, boolean demo) {
        return new UnlockedWallet(phrase.seed(), demo);
    }

    /** Takes an imported key over. */
    synchronized void take(int index, SecretBytes key) {
        if (isOpen()) {
            imported.put(index, key);
        } else {
            key.close();
        }
    }

    /**
     * Takes a copy of a key that was imported while the wallet is open, so that its account can sign at once.
     *
     * @param account what {@link Vault#importKey} gave for the key
     * @param key the caller closes it
     */
    public void take(Account account, PrivateKey key) {
        if (!account.address().equals(key.address())) {
            throw new IllegalArgumentException("the key is not that of " + account.address());
        }
        take(account.index(), key.secret().with(bytes -> new SecretBytes(bytes.clone())));
    }

    /** A copy of an account's key. The caller closes it. */
    PrivateKey key(int index) {
        return withKey(index, PrivateKey::copy);
    }

    /** True if the wallet was made for demonstrations, so that nothing of worth may be signed with it. */
    public boolean isDemo() {
        return demo;
    }

    /** True until the wallet is closed. */
    public boolean isOpen() {
        return seed.isOpen();
    }

    /**
     * Address of an account.
     *
     * @param index its place in m/44'/60'/0'/0/index, or below zero the place of an imported key
     */
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
        return TypedData.parse(json).hash();
    }

    private Signature signHash(int index, byte[] hash) {
        return withKey(index, key -> Secp256k1.sign(hash, key));
    }

    private <T> T withKey(int index, Function<byte[], T> use) {
        if (index < 0) {
            SecretBytes key = imported.get(index);
            if (key == null) {
                throw new WalletException(
                        isOpen()
                                ? "This account is only watched: its key is not in this wallet, or came after it was"
                                        + " unlocked."
                                : "The wallet is locked. Unlock it with its password.");
            }
            return key.with(use);
        }
        byte[] key = seed.with(bytes -> HdKeys.derive(bytes, index));
        try {
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public synchronized void close() {
        seed.close();
        imported.values().forEach(SecretBytes::close);
    }

    @Override
    public String toString() {
        return "UnlockedWallet[hidden]";
    }
}
