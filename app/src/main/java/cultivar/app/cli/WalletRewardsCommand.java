package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.codec.Address;
import cultivar.wallet.rewards.RewardStatement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows what an account earned and has not claimed. */
@Command(
        name = "rewards",
        description = "Shows what an account can claim, of the epochs whose trees lie in the home. Needs no password.",
        mixinStandardHelpOptions = true,
        subcommands = {
            WalletRewardsOpenCommand.class,
            WalletRewardsPoolCommand.class,
            WalletRewardsPostCommand.class,
            WalletRewardsChallengeCommand.class,
            WalletRewardsWithdrawCommand.class,
            WalletRewardsAppointCommand.class
        })
final class WalletRewardsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Mixin
    private final RewardOptions rewards = new RewardOptions();

    WalletCommand wallet() {
        return parent;
    }

    @Override
    public Integer call() {
        Terminal terminal = parent.terminal();
        Address account = rewards.account(parent.vault()).address();
        try (ChainClient client = rewards.connect(parent.chains())) {
            RewardStatement statement = rewards.statement(parent.home(), client, account);
            RewardOptions.show(terminal, client.network(), statement);
            if (statement.claimable().isEmpty()) {
                terminal.line("There is nothing to claim.");
            }
            if (terminal.json()) {
                terminal.result(RewardOptions.figures(statement));
            }
            return statement.damages().isEmpty() ? 0 : 1;
        }
    }
}
