package cultivar.wallet.view;

import cultivar.wallet.rewards.TreeFolder;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the screen of rewards needs from the studio.
 *
 * @param trees the trees of epochs in this home
 * @param names the names of adapters that are known here, by their hashes; may block
 * @param back leads to the wallet
 */
public record RewardsServices(
        WalletServices wallet, TreeFolder trees, Callable<Map<String, String>> names, Runnable back) {}
