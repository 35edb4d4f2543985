package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Deployment;
import cultivar.wallet.registry.Detail;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Puts this project's contracts on a network and remembers where they are. */
@Command(
        name = "deploy",
        description = "Puts the contracts on a network, signed by the wallet, and remembers their addresses.",
        mixinStandardHelpOptions = true)
final class WalletDeployCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private WalletCommand parent;

    @Option(names = "--network", required = true, paramLabel = "NAME", description = "Where to.")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(names = "--account", defaultValue = "0", paramLabel = "NUMBER", description = "Who signs and pays.")
    @SuppressWarnings("NullAway.Init")
    private String account;

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Mixin
    private final PasswordOption password = new PasswordOption();

    @Override
    public Integer call() throws InterruptedException {
        Chains chains = parent.chains();
        Network where = chains.networks().named(network);
        if (where.isEmbedded()) {
            throw new CommandException("The demo chain has the contracts already.");
        }
        Vault vault = parent.vault();
        Account from = WalletCommand.account(vault, account);
        try (ChainClient client = chains.connect(where)) {
            Deployment deployment = new Deployment(client, from.index(), from.address(), vault.isDemo());
            deployment.details().forEach(this::show);
            Person.agree(yes, "Sign and send all four? [y/N] ");
            try (Signer signer = Signer.unlock(parent.home(), password.read(), limits)) {
                Contracts contracts = deployment.send(
                        new Outboxes(chains, Clock.systemUTC()).of(client),
                        new AccountSigner(signer.wallet(), from.index()),
                        signer::approval,
                        this::show);
                chains.networks().register(where, contracts);
                report(where, contracts);
                return 0;
            }
        }
    }

    private void show(Detail detail) {
        parent.terminal().say(String.format("  %-14s %s", detail.label(), detail.value()));
    }

    private void report(Network where, Contracts contracts) {
        Terminal terminal = parent.terminal();
        terminal.line("The contracts are on " + where.label() + ".");
        if (terminal.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("network", where.name());
            object.put("chain_id", where.chainId());
            object.putAll(Objects.requireNonNull(WalletNetworksCommand.addresses(contracts)));
            terminal.result(object);
        }
    }
}
