package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.ClaimItem;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.TreeFolder;
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

    /** What the account can claim now, of the epochs whose trees lie in the home. */
    List<ClaimItem> claimable(Home home, ChainClient client, Address owner) {
        if (fromBlock == null && !client.network().isEmbedded()) {
            throw new CommandException("Say with --from-block where to begin to look on "
                    + client.network().label() + ": the block in which the adapter's fees began will do.");
        }
        return ledger(client).claimable(owner, new TreeFolder(home.root()), fromBlock == null ? 0 : fromBlock);
    }

    static RewardLedger ledger(ChainClient client) {
        return new RewardLedger(client, Registry.contracts(client).rewards());
    }

    static void show(Terminal terminal, Network network, List<ClaimItem> items) {
        for (ClaimItem item : items) {
            Address token = RewardLedger.currency(item.pot());
            String amount = token.equals(Address.ZERO)
                    ? Coins.text(item.amount(), network.coin())
                    : item.amount() + " of token " + token;
            terminal.line(String.format("%30s  of adapter 0x%064x", amount, item.adapter()));
        }
    }

    static Map<String, Object> figures(Address account, List<ClaimItem> items) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ClaimItem item : items) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("pot", item.pot().toString());
            object.put("adapter", item.adapter().toString());
            object.put("root", item.root());
            object.put("amount", item.amount().toString());
            list.add(object);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("account", account.toString());
        result.put("claimable", list);
        return result;
    }
}
