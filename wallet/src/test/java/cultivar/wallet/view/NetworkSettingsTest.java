package cultivar.wallet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.MisbehavingNode;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of networks, and what their nodes say before they are kept. */
class NetworkSettingsTest extends WalletUnderTest {
    private static final BigInteger TENTH = COIN.divide(BigInteger.TEN);

    private MisbehavingNode node;

    @BeforeEach
    void openScreen() throws IOException {
        node = MisbehavingNode.over(chains.demoChain());
        WalletHome walletHome = new WalletHome(
                chains, new Outboxes(chains, Clock.systemUTC()), book, home.resolve("wallet/settings.json"));
        WalletServices services = services(walletHome, () -> {});
        unlocked();
        open(onFx(() -> new WalletScreen(services)));
        waitShown("#network-edit-base");
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private void press(String selector) {
        onFx(() -> node(selector, Button.class).fire());
        settle();
    }

    private void type(String selector, String text) {
        onFx(() -> node(selector, TextField.class).setText(text));
    }

    private void add(String chainId, String address) {
        press("#networks-add");
        waitShown("#network-save");
        type("#network-name", "My chain");
        type("#network-chain", chainId);
        type("#network-node", address);
        press("#network-save");
    }

    private void waitSays(String part) {
        waitFor(part, () -> texts().stream().anyMatch(text -> text.contains(part)));
    }

    private boolean isKnown(String name) {
        return networks.all().stream().anyMatch(network -> network.name().equals(name));
    }

    @Test
    void aNodeOfAnotherChainIsNotKept() {
        add("5", node.address());
        waitSays("serves chain 31337, but My chain is chain 5");
        picture("wallet-network-differs");
        press("#network-save");
        waitSays("serves chain 31337");
        assertThat(isKnown("my-chain")).isFalse();
        type("#network-chain", "31337");
        press("#network-save");
        waitFor("it is kept", () -> isKnown("my-chain"));
        waitShown("#network-remove-my-chain");
        press("#network-remove-my-chain");
        waitSays("Forget My chain?");
        onFx(() -> window.lookupAll(".button").stream()
                .filter(each -> each instanceof Button button && "Forget it".equals(button.getText()))
                .forEach(each -> ((Button) each).fire()));
        waitFor("it is forgotten", () -> !isKnown("my-chain"));
    }

    @Test
    void aPageOrSilenceIsSaidAndKeptOnlyWhenAskedTwice() {
        node.showPage();
        add("31337", node.address());
        waitSays("gave an answer that is not JSON-RPC");
        assertThat(isKnown("my-chain")).isFalse();
        picture("wallet-network-page");
        String away = node.address();
        node.close();
        type("#network-node", away + "/");
        press("#network-save");
        waitSays("My chain cannot be reached");
        assertThat(isKnown("my-chain")).isFalse();
        waitFor("it may be pressed", () -> !isDisabled("#network-save"));
        press("#network-save");
        waitFor("it is kept", () -> isKnown("my-chain"));
    }

    @Test
    void limitsBlocksAndAddressesAreKept() {
        picture("wallet-networks");
        press("#network-edit-base");
        waitShown("#network-save");
        type("#network-limit", "0.1.2");
        type("#network-confirmations", "0");
        onFx(() -> node("#network-contracts", TitledPane.class).setExpanded(true));
        type("#network-datanets", "0x12");
        press("#network-save");
        assertSays("Give a number of ETH above zero");
        assertSays("Give a whole number above zero.");
        assertSays("Give all four addresses.");
        picture("wallet-network-wrong");
        type("#network-limit", "0.1");
        type("#network-daily", "");
        type("#network-confirmations", "7");
        onFx(() -> node("#network-contracts", TitledPane.class).setExpanded(false));
        press("#network-save");
        assertThat(node("#network-contracts", TitledPane.class).isExpanded()).isTrue();
        picture("wallet-network-addresses");
        String[] four = {"#network-datanets", "#network-adapters", "#network-rewards", "#network-stakes"};
        for (int i = 0; i < four.length; i++) {
            type(four[i], "0x%040x".formatted(i + 1));
        }
        picture("wallet-network-settings");
        press("#network-save");
        waitFor("it is kept", () -> networks.rules(Network.named("base")).confirmations() == 7);
        waitFor("and the addresses", () -> networks.named("base").contracts() != null);
        assertThat(networks.rules(Network.named("base"))).isEqualTo(new NetworkRules(false, TENTH, null, 7));
        Contracts known = Objects.requireNonNull(networks.named("base").contracts());
        assertThat(known.stakes()).hasToString("0x0000000000000000000000000000000000000004");
        assertThat(networks.named("base").rpc())
                .as("a node that was left alone is not asked")
                .isEqualTo(Network.named("base").rpc());
        waitSays("The password is asked for above 0.1 ETH.");
    }

    @Test
    void anotherNodeIsAskedFirst() {
        press("#network-edit-base");
        waitShown("#network-save");
        type("#network-node", node.address());
        press("#network-save");
        waitSays("serves chain 31337, but Base is chain 8453");
        assertThat(networks.named("base").rpc()).isEqualTo(Network.named("base").rpc());
        node.lieAboutChain(8453);
        press("#network-save");
        waitFor("it is kept", () -> node.address().equals(networks.named("base").rpc()));
    }
}
