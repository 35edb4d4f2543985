package cultivar.wallet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.control.TaskBar;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.task.FxExecutor;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.keys.Account;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signing.AddressBook;
import cultivar.wallet.signing.Reviewer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** A window over a home with a real vault, a real chain and a real address book. */
abstract class WalletUnderTest extends FxTest {
    static final String PASSWORD = "correct horse battery";
    static final BigInteger COIN = BigInteger.TEN.pow(18);

    @TempDir
    Path home;

    FxTaskRunner tasks;
    OverlayPane window;
    StackPane host;
    WalletSession session;
    Chains chains;
    Networks networks;
    AddressBook book;

    @BeforeEach
    final void openHome() {
        chains = Registry.chains(home);
        networks = Networks.of(home);
        book = AddressBook.open(home.resolve("wallet/address-book.json"));
        tasks = onFx(() -> new FxTaskRunner(new FxExecutor(), 2));
        host = onFx(() -> new StackPane());
        window = onFx(() -> {
            VBox.setVgrow(host, Priority.ALWAYS);
            return new OverlayPane(new VBox(host, new TaskBar(tasks.running())));
        });
        session = onFx(() -> new WalletSession(vaultFile(), tasks));
    }

    @AfterEach
    final void closeHome() {
        onFx(() -> {
            session.close();
            tasks.close();
        });
    }

    final Path vaultFile() {
        return home.resolve("wallet/vault.json");
    }

    /** A wallet with one funded account, unlocked. */
    final Account unlocked() {
        try (Phrase phrase = Phrase.parse("test test test test test test test test test test test junk")) {
            Vault vault = Vault.create(vaultFile(), PASSWORD.toCharArray(), phrase, false);
            Account account = vault.accounts().getFirst();
            DemoWallet.fund(chains.demoChain(), account.address());
        }
        return unlockedAgain();
    }

    /** The account of a wallet that this home has, unlocked. */
    final Account unlockedAgain() {
        onFx(() -> session.load());
        waitFor("the wallet is read", () -> session.stateProperty().get() == WalletSession.State.LOCKED);
        onFx(() -> session.unlock(PASSWORD.toCharArray()));
        waitFor("the wallet is unlocked", () -> session.stateProperty().get() == WalletSession.State.UNLOCKED);
        return session.accounts().getFirst();
    }

    /** What the wallet's screens need, over this home and its demo chain. */
    final WalletServices services(WalletHome walletHome, Runnable networksChanged) {
        return onFx(() -> new WalletServices(
                session,
                tasks,
                window.dialogs(),
                window.notifications(),
                walletHome,
                new SimpleObjectProperty<>(Network.demoChain()),
                networksChanged,
                new SigningDesk(new SigningServices(
                        session,
                        tasks,
                        window.dialogs(),
                        new Reviewer(chains)::review,
                        accounts -> walletHome.circle(accounts),
                        () -> walletHome.preferences().expert(),
                        address -> DemoWallet.fund(chains.demoChain(), address))),
                () -> {}));
    }

    /** Shows a screen, or an empty window for dialogs. */
    final void open(Screen... screens) {
        if (screens.length > 0) {
            onFx(() -> host.getChildren().setAll(Lifecycle.host(screens[0])));
        }
        if (onFx(() -> window.getScene() == null)) {
            show(window, 1000, 720);
        }
    }

    /** Checks names and takes a picture in light and dark, as wide as the studio's smallest window. */
    final void picture(String name) {
        settle();
        Accessibility.assertAccessible(window);
        Screenshots.take(window, name);
    }

    final <N extends Node> N node(String selector, Class<N> type) {
        return onFx(() -> type.cast(window.lookup(selector)));
    }

    final boolean isShown(String selector) {
        return onFx(() -> {
            Node found = window.lookup(selector);
            return found != null && found.isVisible() && found.getScene() != null;
        });
    }

    final boolean isDisabled(String selector) {
        return onFx(() -> node(selector, Button.class).isDisabled());
    }

    final void waitShown(String selector) {
        waitFor(selector + " is shown", () -> window.lookup(selector) != null);
        settle();
    }

    /** All words in the window. */
    final List<String> texts() {
        return onFx(() -> {
            List<String> found = new ArrayList<>();
            collect(window, found);
            return found;
        });
    }

    final void assertSays(String part) {
        assertThat(texts()).anyMatch(text -> text.contains(part));
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
