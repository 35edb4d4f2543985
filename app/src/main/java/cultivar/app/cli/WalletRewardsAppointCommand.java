package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.RewardLedger;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Names another operator. */
@Command(
        name = "appoint",
        description = "Says who posts epochs from now on. For the adapter's owner, or for the guardian when none was"
                + " posted for half a year.",
        mixinStandardHelpOptions = true)
final class WalletRewardsAppointCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Parameters(index = "1", paramLabel = "OPERATOR", description = "The address of who posts epochs.")
    @SuppressWarnings("NullAway.Init")
    private String operator;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        Address next = Address.parse(operator);
        try (Calling calling = options.open(parent.wallet())) {
            RewardLedger ledger = calling.ledger();
            BigInteger pool = calling.pool(fees);
            String hash = calling.send(ledger.appoint(pool, next));
            Terminal terminal = calling.terminal();
            terminal.line("Epochs are posted by " + ledger.terms(pool).operator() + " now. Transaction " + hash);
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pool", pool.toString());
                result.put("operator", next.toString());
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }
}
