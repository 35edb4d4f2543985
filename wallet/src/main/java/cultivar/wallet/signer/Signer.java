package cultivar.wallet.signer;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.FeeMarketTransaction;

/**
 * An account that can sign. Whether it may is asked before: a signer shows nothing itself, unless it is another wallet
 * that has a window of its own. Calls may block.
 */
public sealed interface Signer permits Signer.Local, Signer.Remote {
    /** The account. */
    Address address();

    /** True if its key is only for where nothing is worth anything. */
    boolean isDemo();

    /**
     * Signs a message for people (EIP-191).
     *
     * @throws cultivar.wallet.keys.WalletException if it is locked, or its owner refused
     */
    Signature signMessage(byte[] message);

    /**
     * Signs typed data (EIP-712).
     *
     * @param json with types, domain, primaryType and message
     * @throws cultivar.wallet.keys.WalletException if it is locked, its owner refused, or that is no typed data
     */
    Signature signTypedData(String json);

    /** Gives the signed bytes back, so that they are on disk before anybody else sees them. */
    non-sealed interface Local extends Signer {
        /**
         * Signs a transaction; the bytes are ready to broadcast.
         *
         * @throws cultivar.wallet.keys.WalletException if it is locked
         */
        byte[] sign(FeeMarketTransaction transaction);
    }

    /** Signs and broadcasts in one, with a nonce of its own choice. */
    non-sealed interface Remote extends Signer {
        /**
         * Sends a transaction; returns its hash.
         *
         * @throws cultivar.wallet.keys.WalletException if its owner refused, or it is on another chain
         */
        String send(Outgoing outgoing);
    }
}
