package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Calls;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.PreparedCall;
import cultivar.wallet.rewards.Earning;
import cultivar.wallet.rewards.NextEpoch;
import cultivar.wallet.rewards.Pot;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardTree;
import cultivar.wallet.rewards.TreeFolder;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Posts what contributors or stakers of an adapter earned: the next epoch of its pot. */
@Command(
        name = "post",
        description = "Posts an epoch: what everybody earned of an adapter's fees. For the pool's operator.",
        mixinStandardHelpOptions = true)
final class WalletRewardsPostCommand implements Callable<Integer> {
    private static final String ROW = "%-44s %28s %28s";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Who earned what since the last epoch: CSV with an address and an amount in coin a line, or a"
                    + " JSON list of account and amount. Amounts of an account are added up.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--cumulative",
            description = "The file says what everybody earned since the pool began, not since the last epoch.")
    private boolean cumulative;

    @Option(names = "--stakers", description = "Share out the stakers' part of the fees, not the contributors'.")
    private boolean stakers;

    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "The operator.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Override
    public Integer call() throws InterruptedException {
        WalletCommand wallet = parent.wallet();
        Terminal terminal = wallet.terminal();
        List<Earning> given = new EpochFile(file, fees.inCoin() ? Amounts.COIN : 0).read();
        Chains chains = wallet.chains();
        Vault vault = wallet.vault();
        Account from = WalletCommand.account(vault, account);
        TreeFolder trees = new TreeFolder(wallet.home().root());
        try (ChainClient client = chains.connect(chains.networks().named(network))) {
            RewardLedger ledger = RewardOptions.ledger(client);
            NextEpoch next = next(fees.pool(wallet.home(), client.network(), ledger), ledger, trees, given);
            next.requirePostable(ledger.now());
            requireSolvent(client, next);
            ContractCall post = ledger.post(next.pot().number(), next.tree());
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            Calling.requireNew(outbox, from.address(), post.draft());
            Calls calls = new Calls(client);
            PreparedCall call = calls.prepare(from.index(), from.address(), vault.isDemo(), post);
            if (!call.simulation().succeeds()) {
                throw new CommandException(call.simulation().words());
            }
            show(client, next);
            terminal.say("  " + call.simulation().words() + " At most " + call.maxFeeText() + " in fees.");
            Person.agree(yes, "Sign and send? [y/N] ");
            try (Signer signer = Signer.unlock(wallet.home(), password.read(), limits)) {
                // Without its tree nobody could claim, so it is kept before the root is on the chain.
                Path kept = trees.keep(next.tree());
                String hash = calls.sendForHash(
                        call, outbox, new AccountSigner(signer.wallet(), from.index()), signer.approval());
                report(ledger.pot(next.pot().number()), next, kept, hash);
                return 0;
            }
        }
    }

    private NextEpoch next(BigInteger pool, RewardLedger ledger, TreeFolder trees, List<Earning> given) {
        Pot pot = ledger.pot(stakers ? Pot.stakersOf(pool) : pool);
        Optional<RewardTree> before = pot.epoch() == 0 ? Optional.empty() : trees.find(pot.last());
        if (pot.epoch() > 0 && before.isEmpty()) {
            throw new CommandException("The tree of epoch " + pot.epoch() + " is not in this home, and what was earned"
                    + " until then must not be lost. Put it into " + trees.folder() + " as " + pot.last() + ".json.");
        }
        String scope = ledger.scope(pot.number());
        return cumulative
                ? NextEpoch.replacing(pot, scope, before, given)
                : NextEpoch.adding(pot, scope, before, given);
    }

    private void show(ChainClient client, NextEpoch next) {
        Terminal terminal = parent.wallet().terminal();
        BigInteger pot = next.pot().number();
        terminal.line(String.format(ROW, "EPOCH " + next.number(), "EARNED", "IN ALL"));
        for (Earning earning : next.tree().earnings()) {
            terminal.line(String.format(
                    ROW,
                    earning.account(),
                    amount(client, pot, next.added(earning)),
                    amount(client, pot, earning.cumulative())));
        }
        terminal.say("  Shares out " + amount(client, pot, next.tree().total()) + " of the "
                + amount(client, pot, next.pot().funded()) + " that came in; " + amount(client, pot, next.left())
                + " are left.");
    }

    private void requireSolvent(ChainClient client, NextEpoch next) {
        BigInteger pot = next.pot().number();
        if (next.left().signum() < 0) {
            throw new CommandException("The epoch would share out "
                    + amount(client, pot, next.tree().total()) + " in all, but only "
                    + amount(client, pot, next.pot().funded()) + " came in: "
                    + amount(client, pot, next.left().negate())
                    + " too much. Lower the amounts, or wait for more fees. Nothing was signed.");
        }
    }

    private static String amount(ChainClient client, BigInteger pot, BigInteger amount) {
        return RewardLedger.currency(pot).equals(Address.ZERO)
                ? Amounts.coin(amount, client.network().coin())
                : amount.toString();
    }

    private void report(Pot posted, NextEpoch next, Path tree, String hash) {
        Terminal terminal = parent.wallet().terminal();
        terminal.line(
                "Posted epoch " + posted.epoch() + ", which pays from " + posted.readyAt() + ". Transaction " + hash);
        terminal.line("Give its tree to everybody in it: " + tree);
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("pot", posted.number().toString());
            result.put("epoch", posted.epoch());
            result.put("root", next.tree().root());
            result.put("total", next.tree().total().toString());
            result.put("funded", next.pot().funded().toString());
            result.put("ready_at", posted.readyAt().toString());
            result.put("tree", tree.toString());
            result.put("transaction", hash);
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Earning earning : next.tree().earnings()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("account", earning.account().toString());
                row.put("earned", next.added(earning).toString());
                row.put("cumulative", earning.cumulative().toString());
                rows.add(row);
            }
            result.put("earnings", rows);
            terminal.result(result);
        }
    }
}
