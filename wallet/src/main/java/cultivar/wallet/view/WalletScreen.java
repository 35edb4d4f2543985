package cultivar.wallet.view;

import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.registry.DemoWallet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The wallet: made, unlocked and locked here; its accounts with what they hold on the chosen network. */
public final class WalletScreen implements Screen {
    private final WalletServices services;
    private final WalletDialogs dialogs;
    private final Words words = new Words();
    private final WalletModel model = new WalletModel();
    private @Nullable WalletView view;
    private @Nullable Task<?> asking;

    /** The wallet's screen. */
    public WalletScreen(WalletServices services) {
        this.services = services;
        this.dialogs = new WalletDialogs(services.session(), services.dialogs());
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new WalletView(this, services, model, words);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.bind(services.network(), network -> askBalances());
        scope.bind(services.session().stateProperty(), state -> askBalances());
        scope.onClose(this::stopAsking);
    }

    void create() {
        var _ = dialogs.create().thenAccept(made -> {
            if (made) {
                services.notifications().success(words.get("created"));
            }
        });
    }

    void restore() {
        var _ = dialogs.restore().thenAccept(made -> {
            if (made) {
                services.notifications().success(words.get("restored"));
            }
        });
    }

    void unlock() {
        var _ = dialogs.unlock();
    }

    void lock() {
        services.session().lock();
    }

    /** Gives an account coin on the demo chain. */
    void faucet(Account account) {
        model.busy().set(true);
        var _ = services.tasks()
                .ioAction(
                        words.get("faucet.task"),
                        context -> DemoWallet.fund(services.chains().demoChain(), account.address()))
                .onResult(done -> {
                    services.notifications().success(words.get("faucet.done", account.name()));
                    askBalances();
                })
                .onFailure(error -> services.notifications().error(Words.line(error)))
                .onEnd(() -> model.busy().set(false));
    }

    private void stopAsking() {
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }

    private void askBalances() {
        stopAsking();
        List<Account> accounts = List.copyOf(services.session().accounts());
        Network network = services.network().getValue();
        if (accounts.isEmpty()) {
            return;
        }
        model.trouble().set("");
        asking = services.tasks()
                .load(words.get("balance.task"), context -> balances(network, accounts))
                .onResult(found -> {
                    model.balances().clear();
                    model.balances().putAll(found);
                })
                .onFailure(error -> {
                    model.balances().clear();
                    model.trouble().set(Words.line(error));
                });
    }

    private Map<String, String> balances(Network network, List<Account> accounts) {
        Map<String, String> found = new HashMap<>();
        try (ChainClient client = services.chains().connect(network)) {
            for (Account account : accounts) {
                Address address = account.address();
                found.put(address.toString(), Coins.text(client.balance(address), network.coin()));
            }
        }
        return found;
    }
}
