package cultivar.app.publish.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.publish.PublishQueue;
import cultivar.app.publish.PublishService;
import cultivar.finetune.RunStore;
import cultivar.ui.control.TaskBar;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.task.FxExecutor;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Reviewer;
import cultivar.wallet.view.SigningDesk;
import cultivar.wallet.view.SigningServices;
import cultivar.wallet.view.WalletSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The publish screen in a window, over a real wallet, a real queue and a network that the test chooses. */
abstract class PublishUnderTest extends FxTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path home;

    Chains chains;
    TinyPublisher publisher;
    PublishService service;
    Address account;
    private FxTaskRunner tasks;
    private OverlayPane window;
    private WalletSession session;

    /** The network that is chosen; made before the window opens. */
    abstract Network network() throws Exception;

    /** Opens the screen over an unlocked wallet. */
    @BeforeEach
    final void openWindow() throws Exception {
        Network network = network();
        chains = Registry.chains(home);
        if (!network.isEmbedded()) {
            chains.networks().add(network);
        }
        service = new PublishService(
                new RunStore(home),
                () -> {
                    throw new AssertionError("no rows are needed");
                },
                chains,
                Clock.systemUTC());
        publisher = new TinyPublisher(home, service);
        Path vault = home.resolve("wallet/vault.json");
        try (Phrase phrase = Phrase.parse("test test test test test test test test test test test junk")) {
            account = Vault.create(vault, PASSWORD.toCharArray(), phrase, false)
                    .accounts()
                    .getFirst()
                    .address();
        }
        tasks = onFx(() -> new FxTaskRunner(new FxExecutor(), 2));
        session = onFx(() -> new WalletSession(vault, tasks));
        onFx(() -> session.load());
        waitFor("the wallet is read", () -> session.stateProperty().get() == WalletSession.State.LOCKED);
        onFx(() -> session.unlock(PASSWORD.toCharArray()));
        waitFor("the wallet is unlocked", () -> session.stateProperty().get() == WalletSession.State.UNLOCKED);
        window = onFx(() -> new OverlayPane(new VBox()));
        PublishScreen screen = onFx(() -> new PublishScreen(services(network)));
        onFx(() -> {
            StackPane host = new StackPane(Lifecycle.host(screen));
            VBox.setVgrow(host, Priority.ALWAYS);
            ((VBox) window.getChildrenUnmodifiable().getFirst())
                    .getChildren()
                    .setAll(host, new TaskBar(tasks.running()));
        });
        show(window, 1000, 720);
        waitFor("the adapter may be registered", () -> isEnabled("#publish-register"));
    }

    private PublishServices services(Network network) {
        Reviewer reviewer = new Reviewer(chains);
        AddressBook book = AddressBook.open(home.resolve("wallet/address-book.json"));
        ObjectProperty<Network> chosen = new SimpleObjectProperty<>(network);
        return new PublishServices(
                publisher,
                new PublishQueue(home, chains, Clock.systemUTC()),
                tasks,
                window.dialogs(),
                window.notifications(),
                session,
                new SigningDesk(new SigningServices(
                        session,
                        tasks,
                        window.dialogs(),
                        reviewer::review,
                        accounts -> new Circle(Map.of(account, "Account 1"), book, Set.of()),
                        () -> false,
                        address -> {})),
                new SimpleObjectProperty<>(List.of(Network.demoChain(), network)),
                chosen,
                address -> {},
                () -> {},
                sent -> {},
                () -> {});
    }

    @AfterEach
    final void closeHome() {
        if (session != null) { // else the test was skipped
            onFx(() -> {
                session.close();
                tasks.close();
            });
        }
    }

    final void press(String selector) {
        click(() -> find(window, selector, Button.class));
    }

    /** Presses a button that may lie below what the window shows. */
    final void fire(String selector) {
        onFx(() -> find(window, selector, Button.class).fire());
    }

    /** Presses the verb of a question, which is the last of its buttons. */
    final void agree() {
        click(() -> ((Parent) window.lookup(".dialog-buttons"))
                .getChildrenUnmodifiable()
                .getLast());
    }

    /** Waits until this is to be signed, and signs it. */
    final void sign(String sentence) {
        waitFor(sentence, () -> says(sentence));
        waitFor("it may be signed", () -> isEnabled("#signing-sign"));
        press("#signing-sign");
    }

    final void picture(String name) {
        settle();
        Accessibility.assertAccessible(window);
        Screenshots.take(window, name);
    }

    final boolean isShown(String selector) {
        return onFx(() -> window.lookupAll(selector).stream().anyMatch(PublishUnderTest::isVisible));
    }

    private static boolean isVisible(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    final boolean isEnabled(String selector) {
        return isShown(selector) && onFx(() -> !window.lookup(selector).isDisabled());
    }

    final boolean says(String part) {
        return texts().stream().anyMatch(text -> text.contains(part));
    }

    final void assertSays(String part) {
        assertThat(texts()).anyMatch(text -> text.contains(part));
    }

    private List<String> texts() {
        return onFx(() -> {
            List<String> found = new ArrayList<>();
            collect(window, found);
            return found;
        });
    }

    private static void collect(Node node, List<String> into) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            into.add(labeled.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
        }
    }
}
