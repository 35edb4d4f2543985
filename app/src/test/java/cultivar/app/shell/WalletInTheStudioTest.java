package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.finetune.TrainedAdapter;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.test.FxTest;
import cultivar.ui.test.Screenshots;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.codec.Address;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.signing.Preferences;
import cultivar.wallet.view.Registrations;
import cultivar.wallet.view.SentEntry;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the studio makes of the wallet's settings and networks, and of their changes. */
class WalletInTheStudioTest extends FxTest {
    @TempDir
    private Path home;

    @Test
    void theChosenNetworkFollowsWhatIsChangedAboutIt() throws Exception {
        Networks networks = Networks.of(home);
        Network mine = Network.custom("mine", "Mine", 5, "ETH", "http://127.0.0.1:9", null);
        networks.add(mine);
        SettingsFile file = new SettingsFile(home.resolve("settings.json"));
        StudioContext context = onFx(
                () -> StudioContext.of(new Home(home), file, file.load(), themes(), () -> home.resolve("nothing")));
        OverlayPane window = onFx(() -> new OverlayPane(new StackPane()));
        show(window, 1000, 720);
        onFx(() -> {
            SettingsScreen screen = new SettingsScreen(context, window, new Words(), new Journey(context.settings()));
            ((StackPane) window.getChildren().getFirst()).getChildren().add(screen.view());
        });
        onFx(() -> context.network().set(mine));
        networks.use(mine, "http://127.0.0.1:10");
        Network other = Network.custom("other", "Other", 6, "ETH", "http://127.0.0.1:11", null);
        networks.add(other);
        onFx(context::refreshNetworks);
        waitFor(
                "the new node",
                () -> "http://127.0.0.1:10".equals(context.network().get().rpc()));
        assertThat(onFx(() -> context.networks().get())).contains(other);
        settle();
        Screenshots.take(window, "settings-hosts");
        Files.writeString(home.resolve("networks.json"), "[{");
        onFx(context::refreshNetworks);
        settle();
        assertThat(onFx(() -> context.network().get().name())).isEqualTo("mine");
        Files.delete(home.resolve("networks.json"));
        onFx(context::refreshNetworks);
        waitFor("the demo chain", () -> context.network().get().isEmbedded());
        onFx(() -> context.tasks().close());
    }

    @Test
    void whatWasSentOnANetworkThatIsGoneIsStillListed() {
        SentEntry entry = HomeServices.entry(
                Networks.of(home),
                "adapter",
                home,
                new Registration("gone", 5, "0x1", BigInteger.TWO, 7, Address.ZERO, 21_000, BigInteger.TEN.pow(17)));
        assertThat(entry.network()).isEqualTo("gone");
        assertThat(entry.fee()).isEqualTo("0.1");
    }

    @Test
    void oneDamagedRegistrationHidesNoOther() throws Exception {
        Path good = Files.createDirectories(home.resolve("adapters/good"));
        Files.writeString(good.resolve("cultivar-registration.json"), """
            {"network":"demo","chain_id":31337,"transaction":"0x1","token_id":"7","block":3,\
            "contract":"0x0000000000000000000000000000000000000c00","gas_used":21000,"fee":"100"}
            """);
        Path bad = Files.createDirectories(home.resolve("adapters/bad"));
        Files.writeString(bad.resolve("cultivar-registration.json"), "{\"network\":");
        Registrations found = HomeServices.registered(
                List.of(
                        new TrainedAdapter("bad", bad, Optional.empty()),
                        new TrainedAdapter("good", good, Optional.empty())),
                Networks.of(home));
        assertThat(found.entries()).extracting(SentEntry::adapter).containsExactly("good");
        assertThat(found.damages())
                .singleElement()
                .asString()
                .contains(bad.resolve("cultivar-registration.json").toString());
    }

    @Test
    void theWalletLocksAfterTheChosenTimeFromTheStartOn() {
        new Preferences(3, false).write(home.resolve("wallet/settings.json"));
        StudioUnderTest studio = onFx(() -> StudioUnderTest.start(home, themes(), () -> home.resolve("nothing")));
        waitFor("the home is open", studio::isHomeOpen);
        assertThat(onFx(() -> studio.wallet().locksAfter())).isEqualTo(Duration.ofMinutes(3));
        onFx(studio::close);
    }
}
