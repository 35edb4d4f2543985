package cultivar.wallet.keys;

import java.util.Arrays;
import java.util.function.Function;

/** Bytes that nobody else may see. Never prints itself; wipes itself on close. Safe for use by several threads. */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    /** Takes the bytes over: the caller keeps no copy. */
    SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Works with the bytes themselves, which must not be kept. */
    synchronized <T> T with(Function<byte[], T> use) {
        if (closed) {
            throw new WalletException("The wallet is locked. Unlock it with its password.");
        }
        return use.apply(bytes);
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "SecretBytes[hidden]";
    }
}
