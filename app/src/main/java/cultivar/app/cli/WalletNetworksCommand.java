package cultivar.app.cli;

import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.chain.RefusedException;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.signing.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The networks, and what is allowed on them. */
@Command(
        name = "networks",
        description = {
            "The networks, their nodes, and what is allowed on them.",
            "With a name and options it changes one; with --chain-id and --rpc it adds one of your own. Networks whose"
                    + " coin is real are off until you enable them. A node is asked which chain it serves before it is"
                    + " kept, and one that serves another is refused."
        },
        mixinStandardHelpOptions = true)
final class WalletNetworksCommand implements Callable<Integer> {
    private static final String NONE = "none";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The network to change or to add.")
    private @Nullable String name;

    @Option(
            names = "--enable",
            negatable = true,
            description = "Allow, or no longer allow, that anything is sent there.")
    private @Nullable Boolean enable;

    @Option(names = "--rpc", paramLabel = "URL", description = "The node to talk to.")
    private @Nullable String rpc;

    @Option(
            names = "--contracts",
            split = ",",
            paramLabel = "ADDRESS",
            description = "Where the contracts lie: datanets,adapters,rewards,stakes as `wallet deploy` shows them.")
    private List<String> contracts = List.of();

    @Option(
            names = "--limit",
            paramLabel = "COIN",
            description = "The most that one transaction may cost without --above-limits; none for any sum.")
    private @Nullable String limit;

    @Option(names = "--daily", paramLabel = "COIN", description = "The same for 24 hours.")
    private @Nullable String daily;

    @Option(
            names = "--confirmations",
            paramLabel = "BLOCKS",
            description = "After how many blocks a transaction counts as settled.")
    private @Nullable Integer confirmations;

    @Option(names = "--unreachable", description = "Keep a node that gives no answer now; without it, it is refused.")
    private boolean unreachable;

    @Option(
            names = "--chain-id",
            paramLabel = "NUMBER",
            description = "Of a network of your own, compared with what its node says.")
    private @Nullable Long chainId;

    @Option(names = "--coin", paramLabel = "SYMBOL", description = "Of a network of your own; ETH if left out.")
    private @Nullable String coin;

    @Option(names = "--remove", description = "Forget a network of your own, or what was changed about another.")
    private boolean remove;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        checkUsage();
        Terminal terminal = parent.terminal();
        Networks networks = parent.chains().networks();
        if (name != null) {
            change(networks, name);
        }
        List<Network> all = networks.all();
        for (Network network : all) {
            terminal.line(String.format(
                    "%-20s %-10s %-4s %s", network.name(), network.chainId(), state(networks, network), node(network)));
            terminal.line("    " + limits(network, networks.rules(network)));
        }
        if (terminal.json()) {
            terminal.result(Map.of(
                    "networks",
                    all.stream().map(network -> figures(networks, network)).toList()));
        }
        return 0;
    }

    /** An option that would be ignored is a mistake, and some of them guard coin. */
    private void checkUsage() {
        boolean changes = !contracts.isEmpty()
                || Stream.of(enable, rpc, limit, daily, confirmations, chainId, coin)
                        .anyMatch(Objects::nonNull);
        if (name == null && (changes || remove)) {
            throw usage("These options are about one network. Give its name, too.");
        }
        if (remove && changes) {
            throw usage("--remove stands alone: it forgets everything about the network.");
        }
        if (unreachable && rpc == null) {
            throw usage("--unreachable belongs to --rpc: no other node is asked here.");
        }
        if (coin != null && chainId == null) {
            throw usage("--coin belongs to --chain-id: the coin of a known network is known.");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void change(Networks networks, String wanted) {
        Contracts addresses = contracts.isEmpty() ? null : contracts(contracts);
        BigInteger most = limit == null ? null : sum(limit);
        BigInteger mostADay = daily == null ? null : sum(daily);
        if (chainId != null) {
            if (rpc == null) {
                throw new CommandException("A network of your own needs a node. Give its address with --rpc.");
            }
            Network own = Network.custom(wanted, wanted, chainId, coin == null ? "ETH" : coin, rpc.strip(), null);
            requireChain(own);
            networks.add(own);
        }
        Network network = networks.named(wanted);
        if (remove) {
            networks.remove(network);
            return;
        }
        if (rpc != null && chainId == null) {
            if (!network.isEmbedded()) {
                requireChain(network.withRpc(rpc.strip()));
            }
            networks.use(network, rpc);
        }
        if (addresses != null) {
            networks.register(network, addresses);
        }
        if (limit != null || daily != null) {
            NetworkRules rules = networks.rules(network);
            networks.limit(
                    network, limit == null ? rules.perTransaction() : most, daily == null ? rules.perDay() : mostADay);
        }
        if (confirmations != null) {
            networks.confirm(network, confirmations);
        }
        if (enable != null) {
            networks.enable(network, enable);
        }
    }

    /** A node of another chain is never kept; one that gives no answer may be away for a while. */
    private void requireChain(Network network) {
        try {
            parent.chains().connect(network).close();
        } catch (UnreachableException | RefusedException e) {
            if (!unreachable) {
                throw new CommandException(
                        e.getMessage() + " Nothing was changed; give --unreachable to keep this node all the same.", e);
            }
        }
    }

    private static Contracts contracts(List<String> addresses) {
        if (addresses.size() != 4) {
            throw new CommandException("The contracts are four. Give --contracts DATANETS,ADAPTERS,REWARDS,STAKES.");
        }
        List<Address> four = addresses.stream().map(Address::parse).toList();
        return new Contracts(four.get(0), four.get(1), four.get(2), four.get(3));
    }

    /** The addresses by name, for machines; null if none are known. */
    static @Nullable Map<String, String> addresses(@Nullable Contracts contracts) {
        if (contracts == null) {
            return null;
        }
        Map<String, String> object = new LinkedHashMap<>();
        object.put("datanets", contracts.datanets().toString());
        object.put("adapters", contracts.adapters().toString());
        object.put("rewards", contracts.rewards().toString());
        object.put("stakes", contracts.stakes().toString());
        return object;
    }

    private static @Nullable BigInteger sum(String text) {
        try {
            return text.equals(NONE) ? null : WalletSendCommand.wei(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new CommandException("\"" + text + "\" is no amount of coin. Write 0.25, or none.", e);
        }
    }

    private static String state(Networks networks, Network network) {
        return networks.rules(network).enabled() ? "on" : "off";
    }

    private static String node(Network network) {
        return network.rpc() == null ? "on this machine" : network.rpc();
    }

    private static String limits(Network network, NetworkRules rules) {
        return "at most " + text(network, rules.perTransaction()) + " a transaction and "
                + text(network, rules.perDay()) + " a day, settled after " + rules.confirmations()
                + (rules.confirmations() == 1 ? " block" : " blocks");
    }

    private static String text(Network network, @Nullable BigInteger wei) {
        return wei == null ? "any sum" : Amounts.coin(wei, network.coin());
    }

    private static Map<String, Object> figures(Networks networks, Network network) {
        NetworkRules rules = networks.rules(network);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", network.name());
        row.put("label", network.label());
        row.put("chain_id", network.chainId());
        row.put("coin", network.coin());
        row.put("rpc", network.rpc());
        row.put("contracts", addresses(network.contracts()));
        row.put("real", !network.demo());
        row.put("enabled", rules.enabled());
        row.put(
                "limit_wei",
                rules.perTransaction() == null ? null : rules.perTransaction().toString());
        row.put("daily_wei", rules.perDay() == null ? null : rules.perDay().toString());
        row.put("confirmations", rules.confirmations());
        return row;
    }
}
