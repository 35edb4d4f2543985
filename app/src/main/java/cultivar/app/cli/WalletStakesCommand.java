package cultivar.app.cli;

import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.stakes.House;
import cultivar.wallet.stakes.Penalty;
import cultivar.wallet.stakes.Stake;
import cultivar.wallet.stakes.StakeLedger;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts coin behind what one gives to a datanet, takes it back, and has penalties proposed, contested and decided. */
@Command(
        name = "stakes",
        description = {
            "Coin that contributors put behind what they give to a datanet. It is theirs and comes back a week after"
                    + " they ask.",
            "The datanet's owner can propose to take up to half of a stake; the staker has three days to contest it,"
                    + " and then only the arbiter can let it stand."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = WalletStakesShowCommand.class)
final class WalletStakesCommand {
    /** What an arbiter can say. */
    enum Verdict {
        STANDS,
        ENDS
    }

    private static final String AMOUNT = "How much, in coin: 0.25.";
    private static final String STAKER = "Whose stake: an address.";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    WalletCommand wallet() {
        return parent;
    }

    @Command(
            name = "open",
            description = "Lets people stake on your datanet, once and for good.",
            mixinStandardHelpOptions = true)
    int open(
            @Mixin StakeOptions where,
            @Option(
                            names = "--arbiter",
                            paramLabel = "ADDRESS",
                            description = "Who decides contested penalties. Without one a contested penalty ends.")
                    @Nullable
                    String arbiter,
            @Option(
                            names = "--beneficiary",
                            paramLabel = "ADDRESS",
                            description = "Who gets penalties. Default: the account.")
                    @Nullable
                    String beneficiary,
            @Mixin CallOptions options)
            throws InterruptedException {
        Address decides = arbiter == null ? Address.ZERO : Address.parse(arbiter);
        return send(
                options,
                where,
                null,
                (ledger, datanet, calling) -> ledger.open(
                        datanet,
                        new House(decides, beneficiary == null ? calling.account() : Address.parse(beneficiary))),
                _ -> "People can stake on the datanet now.");
    }

    @Command(name = "add", description = "Stakes coin on a datanet.", mixinStandardHelpOptions = true)
    int add(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "AMOUNT", description = AMOUNT) BigDecimal amount,
            @Mixin CallOptions options)
            throws InterruptedException {
        BigInteger wei = WalletSendCommand.wei(amount);
        return send(
                options,
                where,
                null,
                (ledger, datanet, _) -> ledger.stake(datanet, wei),
                calling -> "Staked " + calling.coin(wei) + ".");
    }

    @Command(
            name = "ask-back",
            description = "Asks for coin back, which can be taken a week later. Asking for more begins the week anew.",
            mixinStandardHelpOptions = true)
    int askBack(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "AMOUNT", description = AMOUNT) BigDecimal amount,
            @Mixin CallOptions options)
            throws InterruptedException {
        BigInteger wei = WalletSendCommand.wei(amount);
        return send(
                options,
                where,
                null,
                (ledger, datanet, _) -> ledger.askBack(datanet, wei),
                calling -> "Asked for " + calling.coin(wei) + ". Take it a week from now with `cultivar wallet stakes"
                        + " take`.");
    }

    @Command(
            name = "take",
            description = "Takes what was asked back, but for what a penalty holds.",
            mixinStandardHelpOptions = true)
    int take(
            @Mixin StakeOptions where,
            @Option(names = "--to", paramLabel = "ADDRESS", description = "Where it goes. Default: the account.")
                    @Nullable
                    String to,
            @Mixin CallOptions options)
            throws InterruptedException {
        return send(
                options,
                where,
                null,
                (ledger, datanet, calling) -> ledger.take(datanet, to == null ? calling.account() : Address.parse(to)),
                _ -> "Taken.");
    }

    @Command(
            name = "propose",
            description = "Proposes a penalty: up to half of a stake, for a reason that all can read. For the datanet's"
                    + " owner.",
            mixinStandardHelpOptions = true)
    int propose(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "STAKER", description = STAKER) String staker,
            @Parameters(index = "2", paramLabel = "AMOUNT", description = AMOUNT) BigDecimal amount,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, in words.")
                    String reason,
            @Mixin CallOptions options)
            throws InterruptedException {
        Address whose = Address.parse(staker);
        BigInteger wei = WalletSendCommand.wei(amount);
        return send(
                options,
                where,
                whose,
                (ledger, datanet, _) -> ledger.propose(datanet, whose, wei, reason),
                _ -> "Proposed. It can be carried out three days from now unless it is contested.");
    }

    @Command(
            name = "contest",
            description = "Contests the penalty that waits for the account.",
            mixinStandardHelpOptions = true)
    int contest(
            @Mixin StakeOptions where,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, in words.")
                    String reason,
            @Mixin CallOptions options)
            throws InterruptedException {
        return send(options, where, null, (ledger, datanet, _) -> ledger.contest(datanet, reason), _ -> "Contested.");
    }

    @Command(
            name = "decide",
            description = "Lets a contested penalty stand, or ends it. For the arbiter.",
            mixinStandardHelpOptions = true)
    int decide(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "STAKER", description = STAKER) String staker,
            @Parameters(index = "2", paramLabel = "VERDICT", description = "${COMPLETION-CANDIDATES}.") Verdict verdict,
            @Mixin CallOptions options)
            throws InterruptedException {
        Address whose = Address.parse(staker);
        return send(
                options,
                where,
                whose,
                (ledger, datanet, _) -> ledger.decide(datanet, whose, verdict == Verdict.STANDS),
                _ -> verdict == Verdict.STANDS ? "The penalty stands." : "The penalty ended.");
    }

    @Command(
            name = "carry-out",
            description = "Carries out a penalty that stands. Anybody may.",
            mixinStandardHelpOptions = true)
    int carryOut(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "STAKER", description = STAKER) String staker,
            @Mixin CallOptions options)
            throws InterruptedException {
        Address whose = Address.parse(staker);
        return send(
                options, where, whose, (ledger, datanet, _) -> ledger.carryOut(datanet, whose), _ -> "Carried out.");
    }

    @Command(
            name = "end",
            description = "Ends a penalty: its proposer at any time, anybody once it has lapsed.",
            mixinStandardHelpOptions = true)
    int end(
            @Mixin StakeOptions where,
            @Parameters(index = "1", paramLabel = "STAKER", description = STAKER) String staker,
            @Mixin CallOptions options)
            throws InterruptedException {
        Address whose = Address.parse(staker);
        return send(
                options, where, whose, (ledger, datanet, _) -> ledger.end(datanet, whose), _ -> "The penalty ended.");
    }

    @Command(
            name = "collect",
            description = "Takes out the penalties of all datanets whose beneficiary the account is.",
            mixinStandardHelpOptions = true)
    int collect(@Mixin CallOptions options) throws InterruptedException {
        try (Calling calling = options.open(parent)) {
            BigInteger owed = calling.stakes().owed(calling.account());
            if (owed.signum() == 0) {
                throw new CommandException("No penalties are there for the account. Nothing was signed.");
            }
            String hash = calling.send(calling.stakes().collect(calling.account()));
            Terminal terminal = calling.terminal();
            terminal.line("Took out " + calling.coin(owed) + ". Transaction " + hash);
            if (terminal.json()) {
                terminal.result(Map.of("wei", owed.toString(), "transaction", hash));
            }
            return 0;
        }
    }

    @FunctionalInterface
    private interface Making {
        ContractCall of(StakeLedger ledger, BigInteger datanet, Calling calling);
    }

    /**
     * Sends a call, and tells what was done and what became of a stake.
     *
     * @param staker whose stake it is about; null for the account's own
     */
    private int send(
            CallOptions options,
            StakeOptions where,
            @Nullable Address staker,
            Making making,
            Function<Calling, String> done)
            throws InterruptedException {
        try (Calling calling = options.open(parent)) {
            BigInteger datanet = where.number(calling);
            String hash = calling.send(making.of(calling.stakes(), datanet, calling));
            Terminal terminal = calling.terminal();
            terminal.line(done.apply(calling) + " Transaction " + hash);
            if (terminal.json()) {
                Map<String, Object> result =
                        figures(calling.stakes(), datanet, staker == null ? calling.account() : staker);
                result.put("transaction", hash);
                terminal.result(result);
            }
            return 0;
        }
    }

    /** A stake and the penalty that waits for it, for a program. */
    static Map<String, Object> figures(StakeLedger ledger, BigInteger datanet, Address staker) {
        Stake stake = ledger.stake(datanet, staker);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("datanet", datanet.toString());
        result.put("staker", staker.toString());
        result.put("amount", stake.amount().toString());
        result.put("leaving", stake.leaving().toString());
        result.put(
                "leaves_at",
                stake.leaving().signum() == 0 ? null : stake.leavesAt().toString());
        result.put("held", stake.held().toString());
        Penalty penalty = ledger.penalty(datanet, staker).orElse(null);
        result.put(
                "penalty",
                penalty == null ? null : penalty.state(ledger.now()).name().toLowerCase(Locale.ROOT));
        result.put("carried_out_from", penalty == null ? null : penalty.from().toString());
        result.put("lapses_at", penalty == null ? null : penalty.to().toString());
        return result;
    }
}
