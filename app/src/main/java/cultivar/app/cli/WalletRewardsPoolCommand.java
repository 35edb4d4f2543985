package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.PoolDues;
import cultivar.wallet.rewards.PoolTerms;
import cultivar.wallet.rewards.Pot;
import cultivar.wallet.rewards.RewardLedger;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows what an adapter takes in, for whom, and what waits. */
@Command(
        name = "pool",
        description =
                "Shows who gets which part of an adapter's fees, what is owed, and which epochs wait. Signs nothing.",
        mixinStandardHelpOptions = true)
final class WalletRewardsPoolCommand implements Callable<Integer> {
    private static final String LINE = "%-13s %s";
    private static final int PERCENT_DIGITS = 2;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() {
        try (Calling calling = options.open(parent.wallet())) {
            RewardLedger ledger = calling.ledger();
            BigInteger pool = calling.pool(fees);
            PoolTerms terms = ledger.terms(pool);
            PoolDues dues = ledger.dues(pool);
            Pot contributors = ledger.pot(pool);
            Pot stakers = ledger.pot(Pot.stakersOf(pool));
            Terminal terminal = calling.terminal();
            terminal.line(line("platform", terms.platformShare(), owed(calling, pool, dues.platform())));
            terminal.line(line("builder", terms.builderShare(), owed(calling, pool, dues.builder())));
            terminal.line(line("stakers", terms.stakersShare(), state(calling, ledger, stakers)));
            terminal.line(line("contributors", terms.contributorsShare(), state(calling, ledger, contributors)));
            terminal.line(String.format(LINE, "operator", terms.operator()));
            terminal.line(String.format(
                    LINE,
                    "guardian",
                    terms.guardian().equals(Address.ZERO)
                            ? "nobody"
                            : terms.guardian().toString()));
            terminal.line(String.format(
                    LINE,
                    "epochs wait",
                    terms.delay().toHours() + (terms.delay().toHours() == 1 ? " hour" : " hours")));
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pool", pool.toString());
                result.put("platform", terms.platform().toString());
                result.put("operator", terms.operator().toString());
                result.put("guardian", terms.guardian().toString());
                result.put("delay_seconds", terms.delay().toSeconds());
                result.put("platform_owed", dues.platform().toString());
                result.put("builder_owed", dues.builder().toString());
                result.put("stakers", figures(ledger, stakers));
                result.put("contributors", figures(ledger, contributors));
                terminal.result(result);
            }
            return 0;
        }
    }

    private static String line(String who, int share, String what) {
        String percent =
                BigDecimal.valueOf(share, PERCENT_DIGITS).stripTrailingZeros().toPlainString();
        return String.format(LINE, who, String.format("%6s %%   %s", percent, what));
    }

    private static String owed(Calling calling, BigInteger pool, BigInteger amount) {
        return calling.amount(pool, amount) + " to take out";
    }

    private static String state(Calling calling, RewardLedger ledger, Pot pot) {
        String money = calling.amount(pot.number(), pot.funded()) + " came in, "
                + calling.amount(pot.number(), pot.claimed()) + " claimed";
        if (pot.epoch() == 0) {
            return money + ", no epoch yet";
        }
        return money + ", epoch " + pot.epoch() + (pot.waits(ledger.now()) ? " waits until " + pot.readyAt() : " pays");
    }

    private static Map<String, Object> figures(RewardLedger ledger, Pot pot) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("pot", pot.number().toString());
        result.put("funded", pot.funded().toString());
        result.put("claimed", pot.claimed().toString());
        result.put("epoch", pot.epoch());
        result.put("root", pot.epoch() == 0 ? null : pot.last());
        result.put("waits", pot.waits(ledger.now()));
        result.put("ready_at", pot.epoch() == 0 ? null : pot.readyAt().toString());
        return result;
    }
}
