package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.PoolShare;
import cultivar.wallet.rewards.RewardLedger;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Takes out what an adapter earned for its builder or its platform. */
@Command(
        name = "withdraw",
        description = {
            "Takes out the builder's part of an adapter's fees, or the platform's.",
            "Contributors and stakers are paid by epochs: they use `cultivar wallet claim`."
        },
        mixinStandardHelpOptions = true)
final class WalletRewardsWithdrawCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Option(names = "--platform", description = "The platform's part, not that of the adapter's owner.")
    private boolean platform;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Where it goes. Default: to you.")
    private @Nullable String to;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        PoolShare share = platform ? PoolShare.PLATFORM : PoolShare.BUILDER;
        try (Calling calling = options.open(parent.wallet())) {
            Address receiver = to == null ? calling.account() : Address.parse(to);
            RewardLedger ledger = calling.ledger();
            BigInteger pool = calling.pool(fees);
            BigInteger owed = ledger.dues(pool).of(share);
            if (owed.signum() == 0) {
                throw new CommandException("Nothing is owed to the adapter's " + (platform ? "platform" : "builder")
                        + ". Nothing was signed.");
            }
            String hash = calling.send(ledger.withdraw(pool, share, receiver));
            Terminal terminal = calling.terminal();
            terminal.line("Took out " + calling.amount(pool, owed) + ". Transaction " + hash);
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pool", pool.toString());
                result.put("share", platform ? "platform" : "builder");
                result.put("amount", owed.toString());
                result.put("to", receiver.toString());
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }
}
