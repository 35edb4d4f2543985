package cultivar.wallet.view;

import cultivar.ui.dialog.Prompt;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.signing.Amounts;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.signing.Preferences;
import cultivar.wallet.signing.SigningRequest;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.scene.Node;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/** The wallet: its accounts with what they hold, whom its owner knows, the networks, and what keeps it safe. */
public final class WalletScreen implements Screen {
    private final WalletServices services;
    private final WalletDialogs dialogs;
    private final Words words = new Words();
    private final WalletModel model = new WalletModel();
    private final Sending sending;
    private final NetworkDesk networks;
    private volatile Preferences chosen = Preferences.USUAL;
    private @Nullable WalletView view;
    private @Nullable Task<?> asking;

    /** The wallet's screen. */
    public WalletScreen(WalletServices services) {
        this.services = services;
        this.dialogs = new WalletDialogs(services.session(), services.dialogs());
        this.sending = new Sending(services, words);
        this.networks = new NetworkDesk(services, words);
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new WalletView(this, services, model, words, networks);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.bind(services.network(), network -> askBalances());
        scope.bind(services.session().stateProperty(), state -> askBalances());
        networks.read();
        readPreferences();
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

    void receive(Account account) {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("receive.title", account.name()),
                        handle -> ReceiveCoin.content(
                                words, account, services.network().getValue(), handle));
    }

    void send(Account account) {
        Network network = services.network().getValue();
        var _ = services.dialogs()
                .<Draft>show(
                        words.get("send.title", account.name()),
                        handle -> new SendCoin(words, network, services.home().book(), handle).root())
                .thenAccept(draft -> draft.ifPresent(coin -> sending.ask(
                        new SigningRequest.Send(
                                network,
                                account,
                                coin,
                                words.get("send.purpose", Amounts.coin(coin.value(), network.coin()))),
                        sent -> {
                            services.notifications().success(words.get("send.done"));
                            askBalances();
                        })));
    }

    /** Adds the phrase's next account; it needs the keys. */
    void addAccount() {
        var _ = dialogs.ready()
                .thenCompose(ready -> ready ? named("account.add.title") : nothing())
                .thenAccept(
                        name -> name.ifPresent(given -> told(services.session().addAccount(given), "account.added")));
    }

    void watch() {
        var _ = services.dialogs()
                .prompt(Prompt.text(
                                words.get("account.watch.title"),
                                words.get("contact.address"),
                                "",
                                words.get("account.watch.verb"))
                        .check(text -> parse(text).isPresent()
                                ? Optional.empty()
                                : Optional.of(words.get("account.watch.wrong"))))
                .thenAccept(text -> text.flatMap(WalletScreen::parse)
                        .ifPresent(address -> told(
                                services.session().watch(address, words.get("account.watch.name")), "account.added")));
    }

    /** Takes the account of a key file in; the file is chosen by its owner. */
    void importKey() {
        File chosen = new FileChooser().showOpenDialog(view().getScene().getWindow());
        if (chosen != null) {
            importKey(chosen.toPath());
        }
    }

    void importKey(Path file) {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("import.title"), handle -> ImportKey.content(words, services.session(), file, handle))
                .thenAccept(done -> {
                    if (done.orElse(false)) {
                        services.notifications().success(words.get("account.added"));
                        askBalances();
                    }
                });
    }

    /** Writes an account's key to a file of its own. */
    void exportKey(Account account) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(account.address() + ".json");
        File chosen = chooser.showSaveDialog(view().getScene().getWindow());
        if (chosen != null) {
            exportKey(account, chosen.toPath());
        }
    }

    void exportKey(Account account, Path file) {
        var _ = services.dialogs()
                .prompt(Prompt.password(
                        words.get("export.title", account.name()),
                        words.get("export.text"),
                        words.get("unlock.password"),
                        words.get("export.verb")))
                .thenAccept(password -> password.ifPresent(secret -> {
                    var _ = services.session()
                            .exportKey(account, file, secret.toCharArray())
                            .onResult(
                                    done -> services.notifications().success(words.get("export.done", file.toString())))
                            .onFailure(error -> services.notifications().error(Words.line(error)));
                }));
    }

    private CompletionStage<Optional<String>> named(String title) {
        return services.dialogs()
                .prompt(Prompt.text(
                        words.get(title), words.get("contact.name"), nextName(), words.get("account.add.verb")));
    }

    private static CompletionStage<Optional<String>> nothing() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private String nextName() {
        return words.get("account.next", services.session().accounts().size() + 1);
    }

    private static Optional<Address> parse(String text) {
        try {
            return Optional.of(Address.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void showPhrase() {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("reveal.title"), handle -> new ShowPhrase(words, services.session(), handle).root());
    }

    void changePassword() {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("change.title"), handle -> ChangePassword.content(words, services.session(), handle))
                .thenAccept(done -> {
                    if (done.orElse(false)) {
                        services.notifications().success(words.get("change.done"));
                    }
                });
    }

    private void readPreferences() {
        var _ = services.tasks()
                .load(words.get("safety.task.read"), context -> services.home().preferences())
                .onResult(found -> Objects.requireNonNull(view).safety().show(found));
    }

    void prefer(Preferences wanted) {
        chosen = wanted;
        var _ = services.tasks()
                .ioAction(words.get("safety.task.write"), context -> writeChosen())
                .onResult(done -> services.session().lockAfter(wanted.locksAfter()))
                .onFailure(error -> services.notifications().error(Words.line(error)));
    }

    /** Writes what was chosen last, so that two that come at once end as the person left them. */
    private synchronized void writeChosen() {
        chosen.write(services.home().settings());
    }

    private void told(Task<?> task, String done) {
        var _ = task.onResult(result -> {
                    services.notifications().success(words.get(done));
                    askBalances();
                })
                .onFailure(error -> services.notifications().error(Words.line(error)));
    }

    /** Gives an account coin on the demo chain. */
    void faucet(Account account) {
        model.busy().set(true);
        var _ = services.tasks()
                .ioAction(
                        words.get("faucet.task"),
                        context -> DemoWallet.fund(services.home().chains().demoChain(), account.address()))
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
        try (ChainClient client = services.home().chains().connect(network)) {
            for (Account account : accounts) {
                Address address = account.address();
                found.put(address.toString(), Coins.text(client.balance(address), network.coin()));
            }
        }
        return found;
    }
}
