package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.FeeToken;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signer.ProviderSigner;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Caution;
import cultivar.wallet.signing.Change;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.signing.Forecast;
import cultivar.wallet.signing.Line;
import cultivar.wallet.signing.Meaning;
import cultivar.wallet.signing.Review;
import cultivar.wallet.signing.Reviewer;
import cultivar.wallet.signing.SigningRequest;
import cultivar.wallet.stakes.StakeLedger;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One account on one network, about to sign: says what the very bytes mean, asks, and only then signs and sends. */
final class Calling implements AutoCloseable {
    private static final String LINE = "  %-26s %s";

    private final WalletCommand wallet;
    private final Chains chains;
    private final ChainClient client;
    private final Vault vault;
    private final Account from;
    private final CallOptions options;
    private final @Nullable ProviderSigner other;

    /**
     * @param client closed in the end
     * @param other signs in the place of the wallet of the home, if it is there; closed in the end
     */
    Calling(
            WalletCommand wallet,
            Chains chains,
            ChainClient client,
            Vault vault,
            Account from,
            CallOptions options,
            @Nullable ProviderSigner other) {
        this.wallet = wallet;
        this.chains = chains;
        this.client = client;
        this.vault = vault;
        this.from = from;
        this.options = options;
        this.other = other;
    }

    ChainClient client() {
        return client;
    }

    Network network() {
        return client.network();
    }

    Address account() {
        return from.address();
    }

    /** Where the rewards lie on the network. */
    Address rewards() {
        return Registry.contracts(client).rewards();
    }

    RewardLedger ledger() {
        return RewardOptions.ledger(client);
    }

    StakeLedger stakes() {
        return new StakeLedger(client, Registry.contracts(client).stakes());
    }

    /**
     * The pool that is meant.
     *
     * @throws CommandException if the adapter takes no fees in the currency
     */
    BigInteger pool(PoolOptions fees) {
        return fees.pool(home(), network(), ledger());
    }

    Home home() {
        return wallet.home();
    }

    Terminal terminal() {
        return wallet.terminal();
    }

    /** An amount in coin, to the last digit. */
    String coin(BigInteger wei) {
        return Amounts.coin(wei, network().coin());
    }

    /** An amount of a pool's currency. */
    String amount(BigInteger pool, BigInteger amount) {
        return RewardOptions.amount(pool, amount, network());
    }

    /**
     * Lets the rewards take an amount of a pool's currency that the next call has them draw: exactly so much, by a
     * transaction of its own, unless it is coin or they may already.
     *
     * @throws CommandException if the account has less
     */
    void allow(BigInteger pool, BigInteger amount) throws InterruptedException {
        Address currency = RewardLedger.currency(pool);
        if (currency.equals(Address.ZERO)) {
            return;
        }
        FeeToken token = new FeeToken(client, currency);
        BigInteger balance = token.balance(account());
        if (balance.compareTo(amount) < 0) {
            throw new CommandException("The account has " + amount(pool, balance) + " and needs " + amount(pool, amount)
                    + ". Nothing was signed.");
        }
        BigInteger allowed = token.allowance(account(), rewards());
        if (allowed.compareTo(amount) < 0) {
            ContractCall allow = token.allow(rewards(), amount);
            if (allowed.signum() > 0 && !token.permits(account(), allow)) {
                terminal().say("The token wants the permission for " + amount(pool, allowed) + " taken back first.");
                terminal().line("Taken back. Transaction " + send(token.allow(rewards(), BigInteger.ZERO)));
            }
            terminal().say("First the rewards must be allowed to take it.");
            terminal().line("Allowed to take it. Transaction " + send(allow));
        }
    }

    /** Shows a call and what a try of it says, asks, signs, sends, waits for its block, and gives the hash. */
    String send(ContractCall call) throws InterruptedException {
        Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
        Calls calls = new Calls(client);
        requireNew(outbox, account(), call.draft());
        SigningRequest.Send request = new SigningRequest.Send(
                network(), from, call.draft(), call.details().getFirst().value());
        if (!(review(request) instanceof Review.OfSend review)) {
            throw new IllegalStateException("a transaction was looked at as something else");
        }
        show(review);
        options.agree("Sign and send? [y/N] ");
        if (other != null) {
            terminal().say("The other wallet asks now.");
            return calls.sendForHash(review.outgoing(Speed.USUAL), outbox, other, null);
        }
        try (Signer signer = options.unlock(wallet)) {
            return calls.sendForHash(
                    review.outgoing(Speed.USUAL),
                    outbox,
                    new AccountSigner(signer.wallet(), from.index()),
                    signer.approval());
        }
    }

    /**
     * Makes sure that the very same is not on its way already.
     *
     * @throws CommandException if it is
     */
    static void requireNew(Outbox outbox, Address from, Draft draft) {
        outbox.waitingFor(from, draft).ifPresent(entry -> {
            throw new CommandException("The same was sent before and waits for its block, as "
                    + entry.latest().hash()
                    + ". Nothing was signed; `cultivar wallet activity` says how far it has come.");
        });
    }

    /** Shows what a message for the rewards means, asks, and signs it. */
    byte[] sign(String typedData, String purpose) {
        if (!(review(new SigningRequest.Message(network(), from, typedData, purpose))
                instanceof Review.OfMessage review)) {
            throw new IllegalStateException("a message was looked at as something else");
        }
        show(review.meaning());
        options.agree("Sign? [y/N] ");
        if (other != null) {
            terminal().say("The other wallet asks now.");
            return other.signTypedData(review.json()).bytes();
        }
        try (Signer signer = options.unlock(wallet)) {
            return signer.wallet().signTypedData(from.index(), review.json()).bytes();
        }
    }

    private Review review(SigningRequest request) {
        Circle circle = new Circle(
                vault.accounts().stream()
                        .collect(Collectors.toMap(Account::address, Account::name, (one, other) -> one)),
                AddressBook.open(home().wallet().resolve("address-book.json")),
                Set.of());
        return new Reviewer(chains).review(request, circle);
    }

    private void show(Review.OfSend review) {
        show(review.meaning());
        switch (review.forecast()) {
            case Forecast.Succeeds(BigInteger _, List<Change> changes, boolean _) ->
                changes.forEach(change -> terminal().say(String.format(LINE, whose(change), word(change))));
            case Forecast.Refused(String reason) -> throw new CommandException(reason + " Nothing was signed.");
            case Forecast.TooPoor(BigInteger balance, BigInteger needed) -> throw tooPoor(balance, needed);
        }
        if (review.isTooPoor(Speed.USUAL)) {
            throw tooPoor(review.balance(), review.total(Speed.USUAL));
        }
        terminal()
                .say("  It will succeed. At most "
                        + Coins.text(review.fee(Speed.USUAL), network().coin()) + " in fees, on "
                        + network().label() + ".");
    }

    private void show(Meaning meaning) {
        switch (meaning) {
            case Meaning.Known known -> {
                terminal().say(known.sentence());
                for (Line line : known.lines()) {
                    terminal().say(String.format(LINE, line.label(), line.value()));
                }
                for (Caution caution : known.cautions()) {
                    terminal().say("  " + caution.text());
                }
            }
            case Meaning.Unknown(String why, List<Line> _) -> throw new CommandException(why + " Nothing was signed.");
            case Meaning.Forbidden(String why) -> throw new CommandException(why + " Nothing was signed.");
        }
    }

    private String whose(Change change) {
        return change.who().equals(account()) ? "Your account" : change.who().shortForm();
    }

    private static String word(Change change) {
        return switch (change.kind()) {
            case GAIN -> "+ " + change.what();
            case LOSS -> "- " + change.what();
            case PERMISSION, REVOCATION -> change.what();
        };
    }

    private CommandException tooPoor(BigInteger balance, BigInteger needed) {
        return new CommandException("The account has " + coin(balance) + " and needs up to " + coin(needed)
                + ". Nothing was signed; "
                + (network().isEmbedded()
                        ? "take demo coin with `cultivar wallet faucet`."
                        : "send coin to it first."));
    }

    @Override
    public void close() {
        client.close();
        if (other != null) {
            other.close();
        }
    }
}
