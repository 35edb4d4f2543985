package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.RewardLedger;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Pays for the use of an adapter. */
@Command(
        name = "pay",
        description = "Pays a fee for an adapter, in coin or in a token, into the pool that its owner opened.",
        mixinStandardHelpOptions = true)
final class WalletPayCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Parameters(
            index = "1",
            paramLabel = "AMOUNT",
            description = "How much, in coin: 0.25; with --token in its smallest units.")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal amount;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        BigInteger units = fees.amount(amount);
        try (Calling calling = options.open(parent)) {
            RewardLedger ledger = calling.ledger();
            BigInteger pool = calling.pool(fees);
            calling.allow(pool, units);
            String hash = calling.send(ledger.pay(pool, units));
            Terminal terminal = parent.terminal();
            terminal.line("Paid " + calling.amount(pool, units) + " for the adapter. Transaction " + hash);
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pool", pool.toString());
                result.put(RewardLedger.currency(pool).equals(Address.ZERO) ? "wei" : "units", units.toString());
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }
}
