package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Registry;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The wallet of this home: its accounts, what they have, and what they sign. */
@Command(
        name = "wallet",
        description =
                "The wallet in the studio's home. Passwords and phrases come from files or are asked for; never from"
                        + " the command line.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WalletCreateCommand.class,
            WalletRestoreCommand.class,
            WalletImportCommand.class,
            WalletExportCommand.class,
            WalletSendCommand.class,
            WalletActivityCommand.class,
            WalletNetworksCommand.class,
            WalletDeployCommand.class,
            WalletPayCommand.class,
            WalletChannelCommand.class,
            WalletRewardsCommand.class,
            WalletClaimCommand.class,
            WalletStakesCommand.class
        })
final class WalletCommand {
    private static final String ROW = "%4s  %-20s %-9s %s";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    Terminal terminal() {
        return cli.terminal();
    }

    Home home() {
        return cli.home().make();
    }

    Chains chains() {
        return Registry.chains(home().root());
    }

    /** The wallet, still locked. */
    Vault vault() {
        Home home = home();
        if (!Vault.exists(home.vault())) {
            throw new CommandException("There is no wallet in " + home.wallet()
                    + ". Create one with `cultivar wallet create`, or restore one with `cultivar wallet restore`.");
        }
        return Vault.open(home.vault());
    }

    /** An account by its number or its address. */
    static Account account(Vault vault, String wanted) {
        return vault.accounts().stream()
                .filter(account -> wanted.equals(Integer.toString(account.index()))
                        || wanted.equalsIgnoreCase(account.address().toString()))
                .findFirst()
                .orElseThrow(() -> new CommandException("The wallet has no account \"" + wanted
                        + "\". `cultivar wallet list` shows the ones that it has."));
    }

    @Command(name = "list", description = "The accounts. Needs no password.", mixinStandardHelpOptions = true)
    int list() {
        Terminal terminal = terminal();
        Vault vault = vault();
        terminal.line(String.format(ROW, "NO", "NAME", "KIND", "ADDRESS"));
        vault.accounts()
                .forEach(account -> terminal.line(
                        String.format(ROW, account.index(), account.name(), kind(account), account.address())));
        if (terminal.json()) {
            terminal.result(Map.of(
                    "accounts",
                    vault.accounts().stream().map(WalletCommand::figures).toList(),
                    "demo",
                    vault.isDemo()));
        }
        return 0;
    }

    private static String kind(Account account) {
        return switch (account.kind()) {
            case DERIVED -> "phrase";
            case IMPORTED -> "imported";
            case WATCHED -> "watched";
        };
    }

    static Map<String, Object> figures(Account account) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("account", account.index());
        row.put("name", account.name());
        row.put("kind", kind(account));
        row.put("address", account.address().toString());
        return row;
    }

    @Command(
            name = "balance",
            description = "What the accounts have on a network. Needs no password.",
            mixinStandardHelpOptions = true)
    int balance(
            @Option(
                            names = "--network",
                            defaultValue = "demo",
                            paramLabel = "NAME",
                            description = "Default: the demo chain on this machine.")
                    String network) {
        Terminal terminal = terminal();
        Chains chains = chains();
        Network where = chains.networks().named(network);
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ChainClient client = chains.connect(where)) {
            for (Account account : vault().accounts()) {
                BigInteger wei = client.balance(account.address());
                terminal.line(String.format(
                        ROW, account.index(), account.name(), kind(account), Coins.text(wei, where.coin())));
                Map<String, Object> row = figures(account);
                row.put("wei", wei.toString());
                rows.add(row);
            }
        }
        if (terminal.json()) {
            terminal.result(Map.of("network", where.name(), "chain_id", where.chainId(), "accounts", rows));
        }
        return 0;
    }

    @Command(
            name = "faucet",
            description = "Gives an account ten coins on the demo chain, where they are worth nothing.",
            mixinStandardHelpOptions = true)
    int faucet(
            @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Which account.")
                    String account) {
        Terminal terminal = terminal();
        Account lucky = account(vault(), account);
        DemoWallet.fund(chains().demoChain(), lucky.address());
        terminal.line(lucky.address() + " has " + Coins.text(DemoWallet.GIFT, "DEMO") + " more on the demo chain.");
        if (terminal.json()) {
            Map<String, Object> result = figures(lucky);
            result.put("wei", DemoWallet.GIFT.toString());
            terminal.result(result);
        }
        return 0;
    }

    @Command(name = "add", description = "Adds the next account of the phrase.", mixinStandardHelpOptions = true)
    int add(
            @Option(names = "--name", description = "What it is called.") @Nullable String name,
            @Mixin PasswordOption password) {
        Vault vault = vault();
        try (UnlockedWallet wallet = unlock(vault, password)) {
            return added(vault.addAccount(
                    wallet, name == null ? "Account " + (vault.accounts().size() + 1) : name));
        }
    }

    @Command(
            name = "watch",
            description = "Adds an account whose key is elsewhere, to look at.",
            mixinStandardHelpOptions = true)
    int watch(
            @Parameters(paramLabel = "ADDRESS", description = "0x and 40 digits.") String address,
            @Option(names = "--name", defaultValue = "Watched", description = "What it is called.") String name) {
        return added(vault().watch(Address.parse(address), name));
    }

    int added(Account account) {
        Terminal terminal = terminal();
        terminal.line("Account " + account.index() + ", " + account.name() + ": " + account.address());
        if (terminal.json()) {
            terminal.result(figures(account));
        }
        return 0;
    }

    @Command(name = "password", description = "Changes the password.", mixinStandardHelpOptions = true)
    int password(
            @Mixin PasswordOption password,
            @Option(
                            names = "--new-password-file",
                            paramLabel = "FILE",
                            description = "Where the new one is; else it is asked for.")
                    @Nullable
                    Path fresh) {
        Vault vault = vault();
        char[] old = password.read();
        char[] next = new char[0];
        try {
            next = PasswordOption.readNew(fresh, "New wallet password", "--new-password-file");
            vault.changePassword(old, next);
        } finally {
            Arrays.fill(old, '\0');
            Arrays.fill(next, '\0');
        }
        terminal().line("The password is changed.");
        if (terminal().json()) {
            terminal().result(Map.of("changed", true));
        }
        return 0;
    }

    @Command(
            name = "sign",
            description = "Signs a text (EIP-191) or typed data (EIP-712). What is signed may bind you: read it first.",
            mixinStandardHelpOptions = true)
    int sign(
            @Option(names = "--message", paramLabel = "FILE", description = "A file with the text to sign, as it is.")
                    @Nullable
                    Path message,
            @Option(names = "--typed-data", paramLabel = "FILE", description = "A file with the typed data, as JSON.")
                    @Nullable
                    Path typed,
            @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Who signs.")
                    String account,
            @Mixin PasswordOption password) {
        if ((message == null) == (typed == null)) {
            throw new CommandException("There is nothing to sign. Give either --message FILE or --typed-data FILE.");
        }
        byte[] bytes = read(Objects.requireNonNull(message == null ? typed : message));
        Vault vault = vault();
        Account signer = account(vault, account);
        try (UnlockedWallet wallet = unlock(vault, password)) {
            Signature signature = message != null
                    ? wallet.signMessage(signer.index(), bytes)
                    : wallet.signTypedData(signer.index(), new String(bytes, StandardCharsets.UTF_8));
            Terminal terminal = terminal();
            terminal.line(Hex.encode(signature.bytes()));
            if (terminal.json()) {
                Map<String, Object> result = figures(signer);
                result.put("signature", Hex.encode(signature.bytes()));
                terminal.result(result);
            }
        }
        return 0;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException("The file " + file + " cannot be read.", e);
        }
    }

    static UnlockedWallet unlock(Vault vault, PasswordOption password) {
        char[] typed = password.read();
        try {
            return vault.unlock(typed);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }
}
