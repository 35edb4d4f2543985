package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Attempt;
import cultivar.wallet.transaction.Change;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import cultivar.wallet.transaction.Replacement;
import cultivar.wallet.transaction.State;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What was sent on a network, how far it has come, and ways to change what still waits. */
@Command(
        name = "activity",
        description = "What was sent on a network and how far it has come. Sends again what a node lost.",
        mixinStandardHelpOptions = true)
final class WalletActivityCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(names = "--faster", paramLabel = "HASH", description = "Raise the fee of one that waits.")
    private @Nullable String faster;

    @Option(names = "--cancel", paramLabel = "HASH", description = "Try to keep one that waits from happening.")
    private @Nullable String cancel;

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (faster != null && cancel != null) {
            throw usage("--faster and --cancel do not go together: a fee is raised, or a transaction is cancelled.");
        }
        if (limits.isAbove() && faster == null && cancel == null) {
            throw usage("--above-limits belongs to --faster or --cancel; without them nothing is signed.");
        }
        Terminal terminal = parent.terminal();
        Chains chains = parent.chains();
        Network where = chains.networks().named(network);
        Outboxes outboxes = new Outboxes(chains, Clock.systemUTC());
        try (ChainClient client = chains.connect(where)) {
            Outbox outbox = outboxes.of(client);
            change(outbox);
            for (Change change : outbox.update()) {
                if (change.isRemoval()) {
                    terminal.say("A reorganisation of " + where.label() + " removed "
                            + change.after().purpose() + "; it was sent again.");
                }
            }
        }
        List<Entry> entries = outboxes.entries(where);
        entries.forEach(entry -> show(terminal, where, entry));
        if (entries.isEmpty()) {
            terminal.say("Nothing was sent on " + where.label() + " from this home.");
        }
        if (terminal.json()) {
            terminal.result(Map.of(
                    "transactions",
                    entries.stream().map(entry -> figures(where, entry)).toList()));
        }
        return 0;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void change(Outbox outbox) {
        String id = faster != null ? faster : cancel;
        if (id == null) {
            return;
        }
        Entry entry = outbox.entries().stream()
                .filter(each -> each.attempts().stream().map(Attempt::hash).anyMatch(id::equalsIgnoreCase))
                .findFirst()
                .orElseThrow(() -> new CommandException("Nothing with the hash \"" + id
                        + "\" was sent from here. `cultivar wallet activity` lists what was."));
        Account account = WalletCommand.account(parent.vault(), entry.account().toString());
        Replacement next = outbox.replacement(entry.id(), faster != null ? Attempt.Kind.FASTER : Attempt.Kind.CANCEL);
        parent.terminal()
                .say("  Fee      " + Coins.text(next.fee(), outbox.network().coin()) + " at most");
        try (Signer signer = Signer.unlock(parent.home(), password.read(), limits)) {
            var _ = outbox.replace(next, new AccountSigner(signer.wallet(), account.index()), signer.approval());
        }
    }

    static void show(Terminal terminal, Network where, Entry entry) {
        terminal.line(String.format("%-10s %s  %s", word(entry), entry.latest().hash(), entry.purpose()));
        entry.inclusion()
                .flatMap(in -> where.explorerLink(in.hash()))
                .ifPresent(link -> terminal.line("           " + link));
    }

    private static String word(Entry entry) {
        return switch (entry.state()) {
            case State.Signed _ -> "signed";
            case State.Sent _ -> "sent";
            case State.Mined(var in) -> in.succeeded() ? entry.isCancelled() ? "cancelled" : "mined" : "failed";
            case State.Confirmed(var in) -> in.succeeded() ? entry.isCancelled() ? "cancelled" : "confirmed" : "failed";
            case State.Refused _ -> "refused";
            case State.Superseded _ -> "superseded";
        };
    }

    static Map<String, Object> figures(Network where, Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", where.name());
        row.put("chain_id", where.chainId());
        row.put(
                "transaction",
                entry.inclusion().map(in -> in.hash()).orElse(entry.latest().hash()));
        row.put("state", word(entry));
        row.put("account", entry.account().toString());
        row.put("nonce", entry.nonce());
        row.put("purpose", entry.purpose());
        row.put("at", entry.at().toString());
        row.put("hashes", entry.attempts().stream().map(Attempt::hash).toList());
        entry.inclusion().ifPresent(in -> {
            row.put("block", in.block());
            row.put("fee_wei", in.fee().toString());
        });
        return row;
    }
}
