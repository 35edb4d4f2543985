package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.ClaimItem;
import cultivar.wallet.rewards.EpochShare;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.RewardHistory;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.rewards.Standing;
import cultivar.wallet.rewards.TreeFolder;
import cultivar.wallet.signing.Amounts;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where rewards are looked for, and how they are shown. */
final class RewardOptions {
    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(
            names = "--from-block",
            paramLabel = "BLOCK",
            description = "Where to begin to look for roots; needed on public networks.")
    private @Nullable Long fromBlock;

    @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Whose.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    Account account(Vault vault) {
        return WalletCommand.account(vault, account);
    }

    ChainClient connect(Chains chains) {
        return chains.connect(chains.networks().named(network));
    }

    /** What the account earned, of the epochs whose trees lie in the home. */
    RewardStatement statement(Home home, ChainClient client, Address owner) {
        if (fromBlock == null && !client.network().isEmbedded()) {
            throw new CommandException("Say with --from-block where to begin to look on "
                    + client.network().label() + ": the block in which the adapter's fees began will do.");
        }
        return new RewardHistory(ledger(client), new TreeFolder(home.root()))
                .of(owner, fromBlock == null ? 0 : fromBlock);
    }

    static RewardLedger ledger(ChainClient client) {
        return new RewardLedger(client, Registry.contracts(client).rewards());
    }

    /** A line for each item, and what is wrong with files of trees. */
    static void show(Terminal terminal, Network network, RewardStatement statement) {
        for (ClaimItem item : statement.claimable()) {
            terminal.line(String.format(
                    "%30s  of adapter 0x%064x", amount(item.pot(), item.amount(), network), item.adapter()));
        }
        for (PotShare pot : statement.pots()) {
            for (EpochShare epoch : pot.epochs()) {
                if (epoch.standing() instanceof Standing.Locked(Instant until)) {
                    terminal.line(String.format(
                            "%30s  of adapter 0x%064x, locked until %s",
                            amount(pot.pot(), epoch.earned(), network), pot.adapter(), until));
                }
            }
        }
        statement.damages().forEach(terminal::say);
    }

    /** An amount of a pot's currency. */
    static String amount(BigInteger pot, BigInteger amount, Network network) {
        Address token = RewardLedger.currency(pot);
        return token.equals(Address.ZERO) ? Amounts.coin(amount, network.coin()) : amount + " of token " + token;
    }

    static Map<String, Object> figures(RewardStatement statement) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ClaimItem item : statement.claimable()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("pot", item.pot().toString());
            object.put("adapter", item.adapter().toString());
            object.put("root", item.root());
            object.put("amount", item.amount().toString());
            list.add(object);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("account", statement.account().toString());
        result.put("claimable", list);
        result.put("damaged", statement.damages());
        return result;
    }
}
