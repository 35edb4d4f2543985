package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a contract is called, by which account, and how that is confirmed. */
final class CallOptions {
    @Option(names = "--network", defaultValue = "demo", description = "Default: the demo chain on this machine.")
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

    /** Connects; the caller closes it. */
    Calling open(WalletCommand wallet) {
        Vault vault = wallet.vault();
        Account from = WalletCommand.account(vault, account);
        Chains chains = wallet.chains();
        ChainClient client = chains.connect(chains.networks().named(network));
        return new Calling(wallet, chains, client, vault, from, this);
    }

    void agree(String question) {
        Person.agree(yes, question);
    }

    Signer unlock(WalletCommand wallet) {
        return Signer.unlock(wallet.home(), password.read(), limits);
    }
}
