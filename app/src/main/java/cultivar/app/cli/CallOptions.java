package cultivar.app.cli;

import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.ProviderSigner;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--provider",
            paramLabel = "URL",
            description =
                    "Sign in another wallet on this machine, which asks in a window of its own, for an account that"
                            + " is watched here. Frame listens at " + ProviderSigner.FRAME + ".")
    private @Nullable String provider;

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Mixin
    private final LimitOption limits = new LimitOption();

    @Mixin
    private final PasswordOption password = new PasswordOption();

    /** Connects; the caller closes it. */
    Calling open(WalletCommand wallet) {
        Vault vault = wallet.vault();
        Chains chains = wallet.chains();
        Network where = chains.networks().named(network);
        if (provider == null) {
            Account from = WalletCommand.account(vault, account);
            return new Calling(wallet, chains, chains.connect(where), vault, from, this, null);
        }
        ProviderSigner other = ProviderSigner.connect(provider, where);
        try {
            Account from = watched(vault, other.address());
            return new Calling(wallet, chains, chains.connect(where), vault, from, this, other);
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    /** The account of another wallet, by the name that it has here. */
    private static Account watched(Vault vault, Address address) {
        return vault.accounts().stream()
                .filter(each -> each.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new CommandException("The other wallet signs with " + address
                        + ", which is not watched here. `cultivar wallet watch " + address + "` does that."));
    }

    void agree(String question) {
        Person.agree(yes, question);
    }

    Signer unlock(WalletCommand wallet) {
        return Signer.unlock(wallet.home(), password.read(), limits);
    }
}
