package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.stakes.House;
import cultivar.wallet.stakes.Penalty;
import cultivar.wallet.stakes.Stake;
import cultivar.wallet.stakes.StakeLedger;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what is staked on a datanet. */
@Command(
        name = "show",
        description = "Shows who staked what on a datanet, and which penalties wait. Signs nothing.",
        mixinStandardHelpOptions = true)
final class WalletStakesShowCommand implements Callable<Integer> {
    private static final String LINE = "%-12s %s";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletStakesCommand parent;

    @Mixin
    private final StakeOptions where = new StakeOptions();

    @Option(
            names = "--from-block",
            paramLabel = "BLOCK",
            description = "Where to begin to look for stakers; needed on public networks, where otherwise only the"
                    + " account's own stake is shown.")
    private @Nullable Long fromBlock;

    @Mixin
    private final CallOptions options = new CallOptions();

    @Override
    public Integer call() {
        try (Calling calling = options.open(parent.wallet())) {
            BigInteger datanet = where.number(calling);
            StakeLedger ledger = calling.stakes();
            House house = ledger.house(datanet)
                    .orElseThrow(() -> new CommandException("Datanet " + datanet + " takes no stakes on "
                            + calling.network().label() + ". Its owner opens it for them with `cultivar wallet stakes"
                            + " open`."));
            Terminal terminal = calling.terminal();
            terminal.line(String.format(
                    LINE,
                    "arbiter",
                    house.arbiter().equals(Address.ZERO) ? "nobody: a contested penalty ends" : house.arbiter()));
            BigInteger owed = ledger.owed(house.beneficiary());
            terminal.line(String.format(
                    LINE, "beneficiary", house.beneficiary() + ", " + calling.coin(owed) + " to take out"));
            List<Address> stakers = stakers(calling, ledger, datanet);
            Instant now = ledger.now();
            for (Address staker : stakers) {
                Stake stake = ledger.stake(datanet, staker);
                Penalty penalty = ledger.penalty(datanet, staker).orElse(null);
                terminal.line(String.format(
                        "%-44s %26s  %s", staker, calling.coin(stake.amount()), state(calling, stake, penalty, now)));
            }
            if (stakers.isEmpty()) {
                terminal.line("Nobody staked yet. `cultivar wallet stakes add` does.");
            }
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("datanet", datanet.toString());
                result.put("arbiter", house.arbiter().toString());
                result.put("beneficiary", house.beneficiary().toString());
                result.put("owed", owed.toString());
                result.put(
                        "stakes",
                        stakers.stream()
                                .map(staker -> WalletStakesCommand.figures(ledger, datanet, staker))
                                .toList());
                terminal.result(result);
            }
            return 0;
        }
    }

    private List<Address> stakers(Calling calling, StakeLedger ledger, BigInteger datanet) {
        if (fromBlock == null && !calling.network().isEmbedded()) {
            return List.of(calling.account());
        }
        return ledger.stakers(datanet, fromBlock == null ? 0 : fromBlock);
    }

    private static String state(Calling calling, Stake stake, @Nullable Penalty penalty, Instant now) {
        StringBuilder text = new StringBuilder();
        if (stake.leaving().signum() > 0) {
            text.append(calling.coin(stake.leaving()))
                    .append(
                            now.isBefore(stake.leavesAt())
                                    ? " asked back, to take from " + stake.leavesAt()
                                    : " to take");
        }
        if (penalty != null) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append("a penalty of ")
                    .append(calling.coin(penalty.amount()))
                    .append(
                            switch (penalty.state(now)) {
                                case WAITS -> " stands from " + penalty.from() + " unless it is contested";
                                case STANDS -> " can be carried out until " + penalty.to();
                                case CONTESTED -> " is contested; the arbiter has until " + penalty.to();
                                case LAPSED -> " lapsed and can be ended";
                            });
        }
        return text.toString();
    }
}
