package cultivar.wallet.transaction;

import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Head;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.keys.DevelopmentKeys;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What may be sent on a network; refuses the rest before anything is signed. */
final class SendRules {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration AHEAD = Duration.ofMinutes(15);
    private static final Duration BEHIND = Duration.ofHours(1);

    private final Network network;
    private final NetworkRules rules;

    SendRules(Network network, NetworkRules rules) {
        this.network = network;
        this.rules = rules;
    }

    /** Whether this account may send this here at all. */
    void admit(Outgoing outgoing, Signer signer) {
        admit(signer);
        if (outgoing.chainId() != network.chainId()) {
            throw new TransactionException("The transaction is for chain " + outgoing.chainId() + ", but "
                    + network.label() + " is chain " + network.chainId() + ". Nothing was signed; prepare it anew.");
        }
        if (!outgoing.from().equals(signer.address())) {
            throw new TransactionException("The transaction is from " + outgoing.from() + ", but " + signer.address()
                    + " would sign it. Nothing was signed; choose that account.");
        }
    }

    void admit(Signer signer) {
        if (!rules.enabled()) {
            throw new TransactionException("Sending on " + network.label()
                    + " is off, because its coin is real. Turn it on in the settings or with `cultivar wallet networks "
                    + network.name() + " --enable`.");
        }
        if (!network.demo() && signer.isDemo()) {
            throw new TransactionException(
                    "This wallet was made for demonstrations; use another one on " + network.label() + ".");
        }
        if (!network.demo() && DevelopmentKeys.isKnown(signer.address())) {
            throw new TransactionException("Everybody knows the key of " + signer.address()
                    + ", a development account. Use an account of your own on " + network.label() + ".");
        }
    }

    /** The day's limit and the chain's deadlines need a clock that is about right, where coin is real. */
    void compareClocks(Head head, Instant now) {
        if (network.demo()) {
            return;
        }
        Duration age = Duration.between(head.time(), now);
        if (age.negated().compareTo(AHEAD) > 0) {
            throw new TransactionException("This machine's clock is " + words(age.negated()) + " behind "
                    + network.label() + ". Nothing was signed; set the clock.");
        }
        if (age.compareTo(BEHIND) > 0) {
            throw new TransactionException("The newest block of " + network.label() + " is " + words(age)
                    + " old by this machine's clock. Nothing was signed; set the clock, or choose another node.");
        }
    }

    /**
     * Whether the sums are within what the user allows without the password.
     *
     * @param approved that the password was given for it
     */
    void limit(BigInteger cost, List<Entry> sent, Instant now, boolean approved) {
        BigInteger most = rules.perTransaction();
        BigInteger daily = rules.perDay();
        // What is dated in the future counts, so that a clock set back frees nothing.
        BigInteger before = sent.stream()
                .filter(entry -> !(entry.state() instanceof State.Refused)
                        && Duration.between(entry.at(), now).compareTo(DAY) < 0)
                .map(Entry::maxCost)
                .reduce(BigInteger.ZERO, BigInteger::add);
        String trouble = most != null && cost.compareTo(most) > 0
                ? "This can cost " + coins(cost) + ", above your limit of " + coins(most) + " for one transaction on "
                        + network.label()
                : daily != null && before.add(cost).compareTo(daily) > 0
                        ? "With this, up to " + coins(before.add(cost)) + " are spent in 24 hours, above your limit of "
                                + coins(daily) + " on " + network.label()
                        : null;
        if (trouble != null && !approved) {
            throw new LimitException(trouble + ". Nothing was signed; give the password again to send it.");
        }
    }

    int confirmations() {
        return rules.confirmations();
    }

    private String coins(BigInteger wei) {
        return Coins.text(wei, network.coin());
    }

    private static String words(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes < 120
                ? minutes + " minutes"
                : minutes < 48 * 60 ? minutes / 60 + " hours" : minutes / 1440 + " days";
    }
}
