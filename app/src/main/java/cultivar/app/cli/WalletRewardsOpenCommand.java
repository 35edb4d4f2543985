package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.PoolTerms;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lets an adapter take fees: opens its pool, with shares that are fixed for good. */
@Command(
        name = "open",
        description = {
            "Lets an adapter take fees, once for each currency. For the adapter's owner.",
            "Of each fee the platform, the builder and the stakers get the parts that are given here, for good;"
                    + " contributors get what is left."
        },
        mixinStandardHelpOptions = true)
final class WalletRewardsOpenCommand implements Callable<Integer> {
    private static final int PERCENT_DIGITS = 2;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Option(
            names = "--builder",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "The part of the adapter's owner. Default: nothing.")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal builder;

    @Option(
            names = "--stakers",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "The part of those who stake on its datanets. Default: nothing.")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal stakers;

    @Option(
            names = "--platform",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "The platform's part. Default: nothing.")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal platform;

    @Option(names = "--platform-address", paramLabel = "ADDRESS", description = "Who gets the platform's part.")
    private @Nullable String platformAddress;

    @Option(
            names = "--delay",
            defaultValue = "24",
            paramLabel = "HOURS",
            description = "How long a posted epoch waits before it pays, 1 to 720. Default: 24.")
    private long delay;

    @Option(names = "--operator", paramLabel = "ADDRESS", description = "Who posts epochs. Default: you.")
    private @Nullable String operator;

    @Option(
            names = "--guardian",
            paramLabel = "ADDRESS",
            description = "Who may stop an epoch that waits. Default: nobody.")
    private @Nullable String guardian;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (Calling calling = options.open(parent.wallet())) {
            PoolTerms terms = new PoolTerms(
                    address(platformAddress, Address.ZERO),
                    share(platform),
                    share(builder),
                    share(stakers),
                    Duration.ofHours(delay),
                    address(operator, calling.account()),
                    address(guardian, Address.ZERO));
            requireSense(terms);
            BigInteger number = fees.number(calling.home());
            String hash = calling.send(calling.ledger().open(number, fees.currency(), terms));
            report(calling.pool(fees), terms, hash);
            return 0;
        }
    }

    /** What the contract would refuse for a reason that it tells in its own numbers. */
    private static void requireSense(PoolTerms terms) {
        if (terms.contributorsShare() < 0) {
            throw new CommandException("The parts come to more than 100 percent. Lower one of them.");
        }
        if (terms.platformShare() > 0 && terms.platform().equals(Address.ZERO)) {
            throw new CommandException("Nobody would get the platform's part. Give --platform-address ADDRESS.");
        }
        long hours = terms.delay().toHours();
        if (hours < 1 || hours > Duration.ofDays(30).toHours()) {
            throw new CommandException("An epoch cannot wait " + hours + " hours. Give --delay 1 to 720.");
        }
    }

    private static Address address(@Nullable String given, Address otherwise) {
        return given == null ? otherwise : Address.parse(given);
    }

    /** Percent in ten-thousandths. */
    private static int share(BigDecimal percent) {
        try {
            int share = percent.movePointRight(PERCENT_DIGITS).intValueExact();
            if (share >= 0) {
                return share;
            }
        } catch (ArithmeticException e) {
            // said below, as of a negative one
        }
        throw new CommandException("A part of " + percent.toPlainString()
                + " percent is not possible. Give 0 to 100, with two digits behind the point at most.");
    }

    private void report(BigInteger pool, PoolTerms terms, String hash) {
        Terminal terminal = parent.wallet().terminal();
        terminal.line("The adapter takes fees now. Transaction " + hash);
        terminal.line("Epochs are posted by " + terms.operator() + ", with `cultivar wallet rewards post`.");
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("pool", pool.toString());
            result.put("operator", terms.operator().toString());
            result.put("transaction", hash);
            terminal.result(result);
        }
    }
}
