package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends coin to somebody. */
@Command(
        name = "send",
        description = "Sends coin, after showing to whom and at what cost, and waits for its block.",
        mixinStandardHelpOptions = true)
final class WalletSendCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who gets it: 0x and 40 digits.")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, in coin: 0.25")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal amount;

    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Who sends it.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    @Option(names = "--speed", defaultValue = "usual", description = "slow, usual or fast: a matter of the fee.")
    @SuppressWarnings("NullAway.Init")
    private Speed speed;

    @Option(
            names = "--again",
            description = "Send it also where as much to the same address was sent and waits for its block.")
    private boolean again;

    @Option(names = "--yes", description = "Send without asking.")
    private boolean yes;

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Override
    public Integer call() throws InterruptedException {
        Address receiver = Address.parse(to);
        BigInteger wei = wei(amount);
        Chains chains = parent.chains();
        Network where = chains.networks().named(network);
        Vault vault = parent.vault();
        Account from = WalletCommand.account(vault, account);
        try (ChainClient client = chains.connect(where)) {
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            Draft draft = Draft.coin(receiver, wei);
            if (!again) {
                Calling.requireNew(outbox, from.address(), draft);
            }
            Outgoing outgoing = outbox.prepare(from.address(), draft, speed, "Send " + Amounts.coin(wei, where.coin()));
            ask(where, outgoing);
            try (Signer signer = Signer.unlock(parent.home(), password.read(), limits)) {
                return send(outbox, outgoing, new AccountSigner(signer.wallet(), from.index()), signer.approval());
            }
        }
    }

    private int send(Outbox outbox, Outgoing outgoing, AccountSigner signer, @Nullable Approval approval)
            throws InterruptedException {
        Terminal terminal = parent.terminal();
        Entry sent = outbox.send(outgoing, signer, approval);
        terminal.say("Sent as " + sent.id() + "; waiting for its block.");
        Entry done = outbox.await(sent.id(), PATIENCE);
        WalletActivityCommand.show(terminal, outbox.network(), done);
        if (terminal.json()) {
            terminal.result(WalletActivityCommand.figures(outbox.network(), done));
        }
        return done.inclusion().orElseThrow().succeeded() ? 0 : Cli.FAILED;
    }

    static BigInteger wei(BigDecimal coin) {
        try {
            BigInteger wei = Amounts.units(coin, Amounts.COIN);
            if (wei.signum() < 0) {
                throw new CommandException("An amount cannot be below zero.");
            }
            return wei;
        } catch (ArithmeticException e) {
            throw new CommandException(
                    "An amount has " + Amounts.COIN
                            + " digits after the point at most, and not more than a coin can have" + " before it.",
                    e);
        }
    }

    private void ask(Network where, Outgoing outgoing) {
        Terminal terminal = parent.terminal();
        terminal.say("  To       " + Address.parse(to));
        terminal.say("  Amount   " + Amounts.coin(outgoing.value(), where.coin()));
        terminal.say(
                "  Fee      " + Coins.text(outgoing.maxCost().subtract(outgoing.value()), where.coin()) + " at most");
        terminal.say("  Network  " + where.label());
        Person.agree(yes, "Sign and send? [y/N] ");
    }
}
