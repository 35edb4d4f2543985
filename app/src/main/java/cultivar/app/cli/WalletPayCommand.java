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
        description = "Pays a fee for an adapter, in coin, into the pool that its owner opened.",
        mixinStandardHelpOptions = true)
final class WalletPayCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Parameters(
            index = "0",
            paramLabel = "ADAPTER",
            description = "The adapter: its folder, its name in the home, or its hash.")
    @SuppressWarnings("NullAway.Init")
    private String adapter;

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "How much, in coin: 0.25")
    @SuppressWarnings("NullAway.Init")
    private BigDecimal amount;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        BigInteger wei = WalletSendCommand.wei(amount);
        try (Calling calling = options.open(parent)) {
            RewardLedger ledger = new RewardLedger(calling.client(), calling.rewards());
            BigInteger pool = pool(calling, ledger, adapter);
            String hash = calling.send(ledger.pay(pool, wei));
            Terminal terminal = parent.terminal();
            terminal.line("Paid " + calling.coin(wei) + " for the adapter. Transaction " + hash);
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pool", pool.toString());
                result.put("wei", wei.toString());
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }

    /** The pool of an adapter's fees in the coin. */
    static BigInteger pool(Calling calling, RewardLedger ledger, String adapter) {
        return ledger.pool(AdapterNumber.of(calling.home(), adapter), Address.ZERO)
                .orElseThrow(() -> new CommandException("The adapter takes no fees in coin on "
                        + calling.network().label()
                        + ". Its owner opens a pool for them with `cultivar wallet rewards open`."));
    }
}
