package cultivar.app.cli;

import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether the password that is given also confirms a sum above the limits. */
final class LimitOption {
    @Option(
            names = "--above-limits",
            description = "Send it even if it is above your limits. The password that is given confirms it.")
    private boolean above;

    boolean isAbove() {
        return above;
    }

    /** The confirmation; null if none was asked for. It lasts a minute, so it is made right before it is used. */
    @Nullable
    Approval approval(Vault vault, char[] password) {
        return above ? vault.approve(password) : null;
    }
}
