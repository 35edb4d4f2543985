package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.signing.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which adapter's fees, in which currency. */
final class PoolOptions {
    @Parameters(
            index = "0",
            paramLabel = "ADAPTER",
            description = "The adapter: its folder, its name in the home, or its hash.")
    @SuppressWarnings("NullAway.Init")
    private String adapter;

    @Option(
            names = "--token",
            paramLabel = "ADDRESS",
            description = "Of the pool in this token; amounts are in its smallest units. Default: the coin.")
    private @Nullable String token;

    /** The adapter's number on the chain. */
    BigInteger number(Home home) {
        return AdapterNumber.of(home, adapter);
    }

    boolean inCoin() {
        return token == null;
    }

    /** The address of the token, or zero for the coin. */
    Address currency() {
        return token == null ? Address.ZERO : Address.parse(token);
    }

    /**
     * An amount as a person gives it: in coin, or in the smallest units of the token.
     *
     * @throws CommandException if it is no such amount
     */
    BigInteger amount(BigDecimal given) {
        return inCoin() ? WalletSendCommand.wei(given) : units(given);
    }

    /** An amount of a token in its smallest units, of which there are whole ones only. */
    static BigInteger units(BigDecimal given) {
        try {
            BigInteger units = Amounts.units(given, 0);
            if (units.signum() >= 0) {
                return units;
            }
        } catch (ArithmeticException e) {
            // said below, as of a negative one
        }
        throw new CommandException(
                "An amount of a token is a whole number of its smallest units, not " + given.toPlainString() + ".");
    }

    /**
     * The pool's number.
     *
     * @throws CommandException if the adapter takes no fees in the currency
     */
    BigInteger pool(Home home, Network network, RewardLedger ledger) {
        Address currency = currency();
        return ledger.pool(number(home), currency)
                .orElseThrow(() -> new CommandException("The adapter takes no fees in "
                        + (inCoin() ? "coin" : "the token " + currency) + " on " + network.label()
                        + ". Its owner opens a pool for them with `cultivar wallet rewards open`."));
    }
}
