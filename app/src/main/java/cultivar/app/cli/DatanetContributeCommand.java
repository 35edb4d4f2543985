package cultivar.app.cli;

import cultivar.app.datanets.WalletSignatures;
import cultivar.app.datanets.WalletSigner;
import cultivar.app.home.Home;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.load.Mapping;
import cultivar.datanet.load.Problem;
import cultivar.datanet.signed.ContributionPlan;
import cultivar.datanet.signed.ContributionWriter;
import cultivar.datanet.signed.Statement;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Files of rows into one file that is signed by its contributor. */
@Command(
        name = "contribute",
        description = {
            "Puts your rows into one file for the owner of a datanet, signed by your wallet.",
            "The signature (EIP-712) covers every row with its tags, the datanet's name, your address, the licences,"
                    + " the number of rows and their Merkle root: nobody can change them on the way, or claim them.",
            "Rows that name another contributor, or that cannot be used, are left out and listed."
        },
        mixinStandardHelpOptions = true)
final class DatanetContributeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of rows, as `cultivar datanet import` takes.")
    private List<Path> files = List.of();

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "The datanet that they are for.")
    private String datanet = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to make, ending in .json.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--licence", defaultValue = "", description = "The licence of rows that name none.")
    private String licence = "";

    @Option(names = "--note", defaultValue = "", description = "What the owner should know about the rows.")
    private String note = "";

    @Option(
            names = "--map",
            paramLabel = "COLUMN=ROLE",
            description = "What a column is whose name does not tell; see `cultivar datanet import --help`.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--account",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "The wallet's account that gives them; its first one is 0.")
    private int account;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Option(
            names = "--unsigned",
            paramLabel = "ADDRESS",
            description = "Do not sign; say only whose rows they are. The owner is told so.")
    private @Nullable String unsigned;

    @Override
    public Integer call() {
        Home home = parent.home();
        if (!String.valueOf(out.getFileName()).endsWith(".json")) {
            throw new CommandException(
                    "The file " + out + " cannot be told from others. Give a name that ends in" + " .json.");
        }
        if (unsigned != null) {
            return write(EvmAddress.parse(unsigned), new ContributionWriter(new WalletSignatures(), null));
        }
        if (!Vault.exists(home.vault())) {
            throw new CommandException("There is no wallet in " + home.wallet()
                    + " to sign with. Create one in the studio, on the Wallet screen, or leave the file unsigned with"
                    + " --unsigned ADDRESS.");
        }
        List<Account> accounts = Vault.open(home.vault()).accounts();
        if (accounts.stream().noneMatch(known -> known.index() == account)) {
            throw new CommandException(
                    "The wallet has no account " + account + ". It has " + accounts.size() + ", counted from 0.");
        }
        try (Signer wallet = Signer.unlock(home, password.read())) {
            WalletSigner signer = new WalletSigner(wallet.wallet(), account);
            return write(signer.contributor(), new ContributionWriter(new WalletSignatures(), signer));
        }
    }

    private int write(EvmAddress contributor, ContributionWriter writer) {
        Terminal terminal = parent.terminal();
        AtomicLong refused = new AtomicLong();
        ContributionPlan plan =
                new ContributionPlan(datanet, contributor, files, licence, Mapping.changes(map), Instant.now(), note);
        Statement statement = writer.write(plan, out, problem -> {
            // Whose the rows are that name nobody is what this command is for, and no remark.
            if (problem.severity() == Problem.Severity.REJECTED) {
                refused.incrementAndGet();
                terminal.say(problem.toString());
            }
        });
        boolean signed = unsigned == null;
        terminal.line(statement.rows() + " rows for " + datanet + " by " + contributor + ", licences "
                + String.join(", ", statement.licences()));
        terminal.line("root " + statement.root());
        terminal.line((signed ? "signed, in " : "not signed, in ") + out);
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", out.toString());
            result.put("signed", signed);
            result.putAll(figures(statement));
            result.put("rejected", refused.get());
            terminal.result(result);
        }
        return refused.get() > 0 ? Cli.FAILED : 0;
    }

    static Map<String, Object> figures(Statement statement) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("datanet", statement.datanet());
        result.put("contributor", statement.contributor().value());
        result.put("rows", statement.rows());
        result.put("licences", statement.licences());
        result.put("root", statement.root().hex());
        result.put("created", statement.created().toString());
        result.put("note", statement.note());
        return result;
    }
}
