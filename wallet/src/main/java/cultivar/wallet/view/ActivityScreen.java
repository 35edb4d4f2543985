package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.screen.StatePane;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.transaction.Attempt;
import cultivar.wallet.transaction.Replacement;
import java.io.File;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What was sent from here, each entry with a button that recomputes it. */
public final class ActivityScreen implements Screen {
    private final ActivityServices services;
    private final Words words = new Words();
    private final VBox list = new VBox(16);
    private final SentList sentList;
    private final Sending sending;
    private final WalletDialogs dialogs;
    private final StatePane states;
    private final Page page;
    private Registrations shown = Registrations.none();
    private boolean nothingRegistered;
    private boolean nothingSent;
    private @Nullable Task<?> verifying;
    private @Nullable Task<?> reading;

    /** An activity screen that has not looked yet. */
    public ActivityScreen(ActivityServices services) {
        this.services = services;
        sending = new Sending(services.wallet(), words);
        dialogs =
                new WalletDialogs(services.wallet().session(), services.wallet().dialogs());
        sentList = new SentList(words, new RowActions());
        page = new Page(words.get("activity.title"), words.get("activity.subtitle"));
        VBox column = new VBox(24, list, sentList.root());
        column.setMaxWidth(860);
        page.scrollingBody(column);
        Node body = page.getChildren().getLast();
        states = new StatePane(body)
                .loading(words.get("activity.loading"))
                .empty(
                        Feather.CLOCK,
                        words.get("activity.empty.title"),
                        words.get("activity.empty.text"),
                        Buttons.primary(words.get("activity.empty.action"), Feather.UPLOAD_CLOUD, services.publish()));
        page.body(states);
        page.getStylesheets()
                .add(Objects.requireNonNull(ActivityScreen.class.getResource("wallet.css"))
                        .toExternalForm());
    }

    @Override
    public Node view() {
        return page;
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(services.wallet()
                .tasks()
                .load(words.get("activity.loading"), context -> services.sent().call())
                .onResult(found -> {
                    if (!found.equals(shown)) {
                        shown = found;
                        list.getChildren().setAll(damages(found.damages()));
                        found.entries().forEach(entry -> list.getChildren().add(entry(entry)));
                    }
                    nothingRegistered = found.equals(Registrations.none());
                    settle();
                })
                .onFailure(error -> states.fail(new Failure(words.get("activity.failed"), Words.line(error)))));
        read();
        services.watch().watch(scope, this::read);
    }

    /** What was sent, as the files say; whoever watches it asks the networks. */
    private void read() {
        if (reading != null && !reading.stateProperty().get().isFinal()) {
            return;
        }
        reading = services.wallet()
                .tasks()
                .load(words.get("sent.read"), context -> transactions())
                .onResult(found -> {
                    nothingSent = found.isEmpty();
                    sentList.show(found);
                    settle();
                })
                .onFailure(error -> {
                    nothingSent = false;
                    sentList.fail(Words.line(error));
                    settle();
                });
    }

    private List<Sent> transactions() {
        WalletHome home = services.wallet().home();
        return home.chains().networks().all().stream()
                .flatMap(network -> home.outboxes().entries(network).stream().map(entry -> new Sent(network, entry)))
                .sorted(Comparator.comparing((Sent sent) -> sent.entry().at()).reversed())
                .toList();
    }

    private void settle() {
        states.stateProperty().set(nothingRegistered && nothingSent ? ScreenState.EMPTY : ScreenState.READY);
    }

    /** What the buttons of the transactions do. */
    private final class RowActions implements SentList.Actions {
        @Override
        public void faster(Sent sent) {
            String text = sent.entry().isCancelling() ? "sent.faster.cancelling" : "sent.faster.text";
            replace(sent, Attempt.Kind.FASTER, "sent.faster.title", text, "sent.faster");
        }

        @Override
        public void cancel(Sent sent) {
            replace(sent, Attempt.Kind.CANCEL, "sent.cancel.title", "sent.cancel.text", "sent.cancel.verb");
        }

        @Override
        public void receipt(Sent sent) {
            FileChooser chooser = new FileChooser();
            chooser.setInitialFileName("receipt-" + sent.hash().substring(2, 10) + ".html");
            File chosen = chooser.showSaveDialog(page.getScene().getWindow());
            if (chosen != null) {
                save(sent, chosen.toPath());
            }
        }

        @Override
        public void browse(String link) {
            services.browse().accept(link);
        }
    }

    /** Saves a receipt to a file that was chosen. */
    void save(Sent sent, Path file) {
        String html = new Receipt(words, services.wallet().home().book()).html(sent);
        var _ = services.wallet()
                .tasks()
                .ioAction(
                        words.get("sent.receipt.task"),
                        context -> services.files().write(file, html))
                .onResult(done ->
                        services.wallet().notifications().success(words.get("sent.receipt.done", file.toString())))
                .onFailure(error -> services.wallet().notifications().error(Words.line(error)));
    }

    private void replace(Sent sent, Attempt.Kind kind, String title, String text, String verb) {
        Optional<Account> account = services.wallet().session().accounts().stream()
                .filter(each -> each.address().equals(sent.entry().account()))
                .findFirst();
        if (account.isEmpty()) {
            services.wallet().notifications().error(words.get("sent.foreign"));
            return;
        }
        var _ = dialogs.ready().thenAccept(ready -> {
            if (ready) {
                var _ = services.wallet()
                        .tasks()
                        .io(words.get("sent.price.task"), context -> price(sent, kind))
                        .onResult(next -> confirm(
                                sent,
                                account.get(),
                                next,
                                Confirm.signing(
                                        words.get(title),
                                        words.get(text, sent.entry().purpose()),
                                        words.get(verb),
                                        price(sent, next))))
                        .onFailure(error -> services.wallet().notifications().error(Words.line(error)));
            }
        });
    }

    private void confirm(Sent sent, Account account, Replacement next, Confirm question) {
        var _ = services.wallet().dialogs().confirm(question).thenAccept(agreed -> {
            if (agreed) {
                replace(sent, account, next, null);
            }
        });
    }

    private Replacement price(Sent sent, Attempt.Kind kind) {
        WalletHome home = services.wallet().home();
        try (ChainClient client = home.chains().connect(sent.network())) {
            return home.outboxes().of(client).replacement(sent.entry().id(), kind);
        }
    }

    private Node price(Sent sent, Replacement next) {
        ReviewParts parts = new ReviewParts(words, new SigningModel());
        return new VBox(10, parts.network(sent.network()), parts.fee(next.fee(), sent.network()));
    }

    private void replace(Sent sent, Account account, Replacement next, @Nullable Approval approval) {
        sending.work(
                sent.network(),
                account,
                words.get("send.task"),
                (outbox, signer) -> outbox.replace(next, signer, approval),
                entry -> {
                    services.wallet().notifications().success(words.get("sent.replaced.done"));
                    read();
                },
                again -> replace(sent, account, next, again));
    }

    private List<Node> damages(List<String> lines) {
        ReviewParts parts = new ReviewParts(words, new SigningModel());
        return lines.stream()
                .<Node>map(line -> parts.row(Tone.DANGER, Feather.ALERT_OCTAGON, line))
                .toList();
    }

    private Node entry(SentEntry entry) {
        KeyValueGrid grid = new KeyValueGrid()
                .text(words.get("activity.token"), entry.token())
                .mono(words.get("activity.transaction"), entry.transaction())
                .text(words.get("activity.block"), Long.toString(entry.block()))
                .text(words.get("activity.fee"), entry.fee());
        VBox result = new VBox();
        Button verify = Buttons.secondary(words.get("activity.verify"), Feather.CHECK_SQUARE, () -> {});
        verify.setId("activity-verify");
        Badge state = new Badge(words.get("activity.registered"), Tone.SUCCESS);
        verify.setOnAction(event -> verify(entry, verify, state, result));
        Label when = Texts.caption(words.get(
                "activity.when",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .format(entry.when().atZone(ZoneId.systemDefault())),
                entry.network()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(10, Texts.heading(words.get("activity.entry", entry.adapter())), state, gap, verify);
        head.setAlignment(Pos.CENTER_LEFT);
        return new Card(new VBox(2, head, when), grid, result);
    }

    private void verify(SentEntry entry, Button button, Badge state, VBox result) {
        button.setDisable(true);
        verifying = services.wallet()
                .tasks()
                .io(
                        words.get("activity.verify.task", entry.adapter()),
                        context -> services.verify().verify(entry))
                .onResult((Verification found) -> {
                    state.set(
                            words.get(found.holds() ? "verify.holds" : "activity.differs"),
                            found.holds() ? Tone.SUCCESS : Tone.DANGER);
                    result.getChildren().setAll(new VerificationTable(found));
                    if (found.holds()) {
                        services.verified().accept(entry);
                    }
                })
                .onFailure(error -> {
                    Label line = Texts.body(Words.line(error));
                    line.getStyleClass().add("error-text");
                    result.getChildren().setAll(line);
                })
                .onEnd(() -> button.setDisable(false));
    }

    /** What is being recomputed, for tests that wait. */
    @Nullable
    Task<?> verifying() {
        return verifying;
    }
}
