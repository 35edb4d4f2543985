package cultivar.wallet.registry;

import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signer.Outgoing;
import java.util.List;

/**
 * A call that is simulated and priced, for its owner to look at; nothing is signed.
 *
 * @param network where it would be sent
 * @param account place of the account in the wallet
 * @param from the account's address
 * @param transaction what would be signed
 * @param details what it does, in words, line by line
 * @param simulation what would happen now
 */
public record PreparedCall(
        Network network, int account, Address from, Outgoing transaction, List<Detail> details, Simulation simulation) {
    /** Keeps its own copy. */
    public PreparedCall {
        details = List.copyOf(details);
    }

    /** The most that it can cost in fees, in coin. */
    public String maxFeeText() {
        return Coins.text(transaction.maxCost().subtract(transaction.value()), network.coin());
    }
}
