package cultivar.wallet.view;

import cultivar.ui.dialog.Prompt;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.rewards.EpochShare;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.RewardHistory;
import cultivar.wallet.rewards.RewardLedger;
import cultivar.wallet.rewards.RewardStatement;
import cultivar.wallet.rewards.RewardsException;
import cultivar.wallet.signing.SigningRequest;
import cultivar.wallet.transaction.Entry;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/** What an account's contributions earned, epoch by epoch with the proof, and one button that claims all of it. */
public final class RewardsScreen implements Screen {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RewardsServices services;
    private final Words words = new Words();
    private final Sending sending;
    private final ObjectProperty<@Nullable Account> account = new SimpleObjectProperty<>(this, "account");
    private final BooleanProperty claiming = new SimpleBooleanProperty(this, "claiming");
    private final Map<Long, Long> begin = new HashMap<>();
    private final Set<String> followed = new HashSet<>();
    private final RewardsView view;
    private @Nullable RewardsFound found;
    private @Nullable Account askedFor;
    private @Nullable Network askedOn;
    private @Nullable Task<?> reading;
    private boolean shown;

    /** A screen that has not looked yet. */
    public RewardsScreen(RewardsServices services) {
        this.services = services;
        sending = new Sending(services.wallet(), words);
        view = new RewardsView(this, words);
    }

    @Override
    public Node view() {
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        shown = true;
        List<Account> accounts = List.copyOf(services.wallet().session().accounts());
        view.accounts(accounts);
        if (account.get() == null || !accounts.contains(account.get())) {
            account.set(accounts.isEmpty() ? null : accounts.getFirst());
        }
        scope.bind(services.wallet().network(), network -> read());
        scope.add(account.subscribe((before, now) -> read()));
        scope.onClose(() -> {
            shown = false;
            stop();
        });
    }

    ObjectProperty<@Nullable Account> account() {
        return account;
    }

    /** Whether the claim of what is on show is on its way to its block. */
    BooleanProperty claiming() {
        return claiming;
    }

    void back() {
        services.back().run();
    }

    private void stop() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
    }

    /** Tries once more after a failure. */
    void retry() {
        askedFor = null;
        read();
    }

    /** Asks the chain and reads the trees anew. */
    void read() {
        stop();
        Account whose = account.get();
        Network network = services.wallet().network().getValue();
        if (whose == null) {
            view.showNoWallet();
            return;
        }
        Long from = network.isEmbedded() ? Long.valueOf(0) : begin.get(network.chainId());
        if (from == null) {
            askedFor = null;
            view.showNoBeginning(network);
            return;
        }
        // What is on show of the same account stays, a failure too, until it is known better.
        if (!whose.equals(askedFor) || !network.equals(askedOn)) {
            askedFor = whose;
            askedOn = network;
            claiming.set(false);
            view.showLoading();
        }
        reading = services.wallet()
                .tasks()
                .load(words.get("rewards.loading"), context -> look(network, whose, from))
                .onResult(now -> {
                    found = now;
                    view.show(now, services.trees().folder());
                    claiming.set(now.waiting().isPresent());
                    now.waiting().ifPresent(before -> follow(network, before));
                })
                .onFailure(error -> {
                    found = null;
                    claiming.set(false);
                    view.fail(new Failure(words.get("rewards.failed"), Words.line(error)));
                });
    }

    private RewardsFound look(Network network, Account whose, long from) throws Exception {
        try (ChainClient client = services.wallet().home().chains().connect(network)) {
            RewardLedger ledger =
                    new RewardLedger(client, Registry.contracts(client).rewards());
            RewardStatement statement = new RewardHistory(ledger, services.trees()).of(whose.address(), from);
            Optional<ContractCall> claim = statement.claimable().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ledger.claimAll(statement.claimable(), whose.address()));
            Optional<Entry> waiting = claim.flatMap(call -> waiting(client, whose, call));
            return new RewardsFound(
                    network,
                    whose,
                    ledger.contract(),
                    statement,
                    claim,
                    waiting,
                    services.names().call());
        }
    }

    /** What this studio, an earlier run of it or the command line sent to make this very call, and is in no block yet. */
    private Optional<Entry> waiting(ChainClient client, Account whose, ContractCall call) {
        return services.wallet().home().outboxes().of(client).waitingFor(whose.address(), call.draft());
    }

    /** Asks from which block of a public network to look; all of one would take hours. */
    void chooseBeginning(Network network) {
        Long now = begin.get(network.chainId());
        var _ = services.wallet()
                .dialogs()
                .prompt(Prompt.text(
                                words.get("rewards.from.title", network.label()),
                                words.get("rewards.from.label"),
                                now == null ? "" : now.toString(),
                                words.get("rewards.from.verb"))
                        .check(text -> text.strip().matches("\\d{1,15}")
                                ? Optional.empty()
                                : Optional.of(words.get("rewards.from.wrong"))))
                .thenAccept(text -> text.ifPresent(given -> {
                    begin.put(network.chainId(), Long.valueOf(given.strip()));
                    read();
                }));
    }

    /** Claims everything that can be claimed now in one transaction, once its owner has agreed to it. */
    void claimAll() {
        RewardsFound now = found;
        if (now == null || now.claim().isEmpty() || claiming.get()) {
            return;
        }
        ContractCall call = now.claim().get();
        var _ = services.wallet()
                .tasks()
                .load(words.get("rewards.loading"), context -> waiting(now, call))
                .onResult(before -> before.ifPresentOrElse(entry -> goOn(now.network(), entry), () -> ask(now, call)))
                .onFailure(error -> services.wallet().notifications().error(Words.line(error)));
    }

    /** Once more at the last moment: the command line may have claimed since the look. */
    private Optional<Entry> waiting(RewardsFound now, ContractCall call) {
        try (ChainClient client = services.wallet().home().chains().connect(now.network())) {
            return waiting(client, now.account(), call);
        }
    }

    private void ask(RewardsFound now, ContractCall call) {
        sending.ask(
                new SigningRequest.Send(
                        now.network(),
                        now.account(),
                        call.draft(),
                        words.get(
                                "rewards.purpose",
                                now.sum(words, RewardsFound::claimable),
                                now.statement().claimable().size())),
                sent -> {
                    services.wallet().notifications().success(words.get("send.done"));
                    goOn(now.network(), sent);
                });
    }

    private void goOn(Network network, Entry sent) {
        claiming.set(true);
        follow(network, sent);
    }

    /** Tells how a claim ends, once however often it is found. */
    private void follow(Network network, Entry sent) {
        if (!followed.add(sent.id())) {
            return;
        }
        var _ = services.wallet()
                .tasks()
                .io(words.get("rewards.claiming"), context -> await(network, sent))
                .onResult(this::tell)
                .onFailure(error -> services.wallet().notifications().warning(Words.line(error)))
                .onEnd(() -> {
                    followed.remove(sent.id());
                    if (shown) {
                        read();
                    }
                });
    }

    private Entry await(Network network, Entry sent) throws InterruptedException {
        try (ChainClient client = services.wallet().home().chains().connect(network)) {
            return services.wallet().home().outboxes().of(client).await(sent.id(), PATIENCE);
        }
    }

    private void tell(Entry mined) {
        boolean paid = !mined.isCancelled()
                && mined.inclusion().filter(in -> in.succeeded()).isPresent();
        if (paid) {
            services.wallet().notifications().success(words.get("rewards.claimed"));
        } else {
            services.wallet().notifications().error(words.get("rewards.unclaimed"));
        }
    }

    /** Takes trees in; the files are chosen by their owner. */
    void importTrees() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.get("rewards.import"));
        List<File> chosen =
                chooser.showOpenMultipleDialog(view.root().getScene().getWindow());
        if (chosen != null) {
            importTrees(chosen.stream().map(File::toPath).toList());
        }
    }

    void importTrees(List<Path> files) {
        var _ = services.wallet()
                .tasks()
                .io(words.get("rewards.importing"), context -> take(files))
                .onResult(refused -> {
                    refused.forEach(services.wallet().notifications()::error);
                    if (refused.size() < files.size()) {
                        services.wallet()
                                .notifications()
                                .success(words.get("rewards.imported", files.size() - refused.size()));
                    }
                })
                .onFailure(error -> services.wallet().notifications().error(Words.line(error)))
                .onEnd(this::read);
    }

    /** Why files were not taken in, a line each. */
    private List<String> take(List<Path> files) {
        List<String> refused = new ArrayList<>();
        for (Path file : files) {
            try {
                var _ = services.trees().take(file);
            } catch (RewardsException e) {
                refused.add(Words.line(e));
            }
        }
        return refused;
    }

    void showProof(RewardsFound from, PotShare pot, EpochShare epoch) {
        var _ = services.wallet()
                .dialogs()
                .<Boolean>show(
                        words.get(
                                "rewards.proof.title",
                                Long.toString(epoch.posted().epoch())),
                        handle -> ProofPane.content(words, from, pot, epoch, handle));
    }
}
