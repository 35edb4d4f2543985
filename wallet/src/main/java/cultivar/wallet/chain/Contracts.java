package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.evm.TransactionProcessor;

/** Where the contracts of this project lie on a network; they belong together, since each names the one before it. */
public record Contracts(Address datanets, Address adapters, Address rewards, Address stakes) {
    /** How many they are. */
    static final int COUNT = 4;

    /** Where a demo chain has those that it is given after {@code before} others: the zero address makes them in turn. */
    static Contracts given(long before) {
        return new Contracts(made(before), made(before + 1), made(before + 2), made(before + 3));
    }

    private static Address made(long nonce) {
        return TransactionProcessor.made(Address.ZERO, nonce);
    }
}
