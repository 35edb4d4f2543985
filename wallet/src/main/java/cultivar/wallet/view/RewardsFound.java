package cultivar.wallet.view;

import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.rewards.ClaimItem;
import cultivar.wallet.rewards.EpochShare;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.Proof;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.transaction.Entry;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was found out about an account's rewards on a network.
 *
 * @param contract where rewards are on it
 * @param claim the call that claims all there is, if there is anything
 * @param waiting what was sent before to make that very call and is in no block yet
 * @param names names of adapters by their hashes
 */
record RewardsFound(
        Network network,
        Account account,
        Address contract,
        RewardStatement statement,
        Optional<ContractCall> claim,
        Optional<Entry> waiting,
        Map<String, String> names) {
    private static final int HEAD = 10;
    private static final int TAIL = 6;

    /** The adapter's hash, which is its number on the chain. */
    static String hash(BigInteger adapter) {
        return "0x%064x".formatted(adapter);
    }

    /** What the adapter is called here, or its hash shortened. */
    String adapter(BigInteger adapter) {
        String hash = hash(adapter);
        return names.getOrDefault(hash, hash.substring(0, HEAD) + "\u2026" + hash.substring(hash.length() - TAIL));
    }

    /** An amount of a pot's currency; of a token only its smallest units are known. */
    String amount(Words words, BigInteger pot, BigInteger amount) {
        Address token = RewardLedger.currency(pot);
        return token.equals(Address.ZERO)
                ? Amounts.coin(amount, network.coin())
                : words.get("rewards.units", amount.toString(), token.shortForm());
    }

    /** A sum over all pots, a currency beside the other. */
    String sum(Words words, Function<PotShare, BigInteger> part) {
        Map<Address, BigInteger> sums = new LinkedHashMap<>();
        for (PotShare pot : statement.pots()) {
            sums.merge(RewardLedger.currency(pot.pot()), part.apply(pot), BigInteger::add);
        }
        sums.values().removeIf(sum -> sum.signum() == 0);
        return sums.isEmpty()
                ? Amounts.coin(BigInteger.ZERO, network.coin())
                : sums.entrySet().stream()
                        .map(entry ->
                                amount(words, new BigInteger(1, entry.getKey().bytes()), entry.getValue()))
                        .collect(Collectors.joining(" + "));
    }

    static BigInteger claimable(PotShare pot) {
        return pot.claimable().map(ClaimItem::amount).orElse(BigInteger.ZERO);
    }

    Proof proof(EpochShare share) {
        return new Proof(network.chainId(), contract, account.address(), share);
    }
}
