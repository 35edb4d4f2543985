package cultivar.app.cli;

import cultivar.wallet.rewards.Pot;
import cultivar.wallet.rewards.RewardLedger;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Removes an epoch that is wrong while it waits. */
@Command(
        name = "challenge",
        description = {
            "Removes the epoch that waits, so that it never pays. For the pool's guardian.",
            "The epoch before goes on paying, and the operator can post another. The third challenge of one epoch is"
                    + " the last, so that nobody's money is withheld for ever."
        },
        mixinStandardHelpOptions = true)
final class WalletRewardsChallengeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletRewardsCommand parent;

    @Mixin
    private final PoolOptions fees = new PoolOptions();

    @Option(names = "--stakers", description = "The stakers' epoch, not the contributors'.")
    private boolean stakers;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() throws InterruptedException {
        try (Calling calling = options.open(parent.wallet())) {
            RewardLedger ledger = calling.ledger();
            BigInteger pool = calling.pool(fees);
            Pot pot = ledger.pot(stakers ? Pot.stakersOf(pool) : pool);
            if (!pot.waits(ledger.now())) {
                throw new CommandException(
                        "No epoch waits, and one that pays cannot be removed any more. Nothing was signed.");
            }
            Terminal terminal = calling.terminal();
            terminal.say("Epoch " + pot.epoch() + " would pay from " + pot.readyAt() + ". Its root is " + pot.last());
            String hash = calling.send(ledger.challenge(pot.number()));
            int left = ledger.challengesLeft(hash);
            terminal.line("Epoch " + pot.epoch() + " never pays. Transaction " + hash);
            terminal.line(
                    left == 0
                            ? "The next one that is posted in its place stands."
                            : "What is posted in its place can be challenged "
                                    + (left == 1 ? "once more." : left + " times more."));
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("pot", pot.number().toString());
                result.put("epoch", pot.epoch());
                result.put("root", pot.last());
                result.put("challenges_left", left);
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }
}
