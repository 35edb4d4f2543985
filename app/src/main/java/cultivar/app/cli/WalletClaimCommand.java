package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.PreparedCall;
import cultivar.wallet.rewards.ClaimItem;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Claims everything that an account earned, in one transaction. */
@Command(
        name = "claim",
        description = "Claims everything that an account can claim, in one transaction.",
        mixinStandardHelpOptions = true)
final class WalletClaimCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Mixin
    private final RewardOptions rewards = new RewardOptions();

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = parent.terminal();
        Chains chains = parent.chains();
        Vault vault = parent.vault();
        Account account = rewards.account(vault);
        try (ChainClient client = rewards.connect(chains)) {
            RewardStatement statement = rewards.statement(parent.home(), client, account.address());
            List<ClaimItem> items = statement.claimable();
            if (items.isEmpty()) {
                RewardOptions.show(terminal, client.network(), statement);
                throw new CommandException("There is nothing to claim for " + account.address() + ".");
            }
            Calls calls = new Calls(client);
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            ContractCall claim = RewardOptions.ledger(client).claimAll(items, account.address());
            Calling.requireNew(outbox, account.address(), claim.draft());
            RewardOptions.show(terminal, client.network(), statement);
            PreparedCall call = calls.prepare(account.index(), account.address(), vault.isDemo(), claim);
            if (!call.simulation().succeeds()) {
                throw new CommandException(call.simulation().words());
            }
            terminal.say("  " + call.simulation().words() + " At most " + call.maxFeeText() + " in fees.");
            Person.agree(yes, "Sign and send? [y/N] ");
            try (Signer signer = Signer.unlock(parent.home(), password.read(), limits)) {
                String hash = calls.sendForHash(
                        call, outbox, new AccountSigner(signer.wallet(), account.index()), signer.approval());
                terminal.line("Claimed from " + items.size() + (items.size() == 1 ? " pot" : " pots") + ", transaction "
                        + hash);
                if (terminal.json()) {
                    Map<String, Object> result = RewardOptions.figures(statement);
                    result.put("transaction", hash);
                    terminal.result(result);
                }
                return statement.damages().isEmpty() ? 0 : 1;
            }
        }
    }
}
