package cultivar.app.shell;

import cultivar.app.publish.view.PublishScreen;
import cultivar.app.publish.view.PublishServices;
import cultivar.ui.dialog.OverlayPane;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.view.ActivityScreen;
import cultivar.wallet.view.ActivityServices;
import cultivar.wallet.view.RewardsScreen;
import cultivar.wallet.view.RewardsServices;
import cultivar.wallet.view.SentEntry;
import cultivar.wallet.view.SentWatch;
import cultivar.wallet.view.SigningDesk;
import cultivar.wallet.view.SigningServices;
import cultivar.wallet.view.WalletScreen;
import cultivar.wallet.view.WalletServices;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The screens of an open home that sign and send: publishing, the wallet, rewards, and what was sent. */
final class WalletPlaces {
    private final StudioContext context;
    private final OverlayPane overlay;
    private final Journey journey;
    private final HomeServices services;
    private final Consumer<Place> go;
    private final SigningDesk desk;
    private final SentWatch sent;
    private @Nullable RewardsScreen rewards;

    WalletPlaces(
            StudioContext context, OverlayPane overlay, Journey journey, HomeServices services, Consumer<Place> go) {
        this.context = context;
        this.overlay = overlay;
        this.journey = journey;
        this.services = services;
        this.go = go;
        // One for all screens, so that requests wait for each other.
        this.desk = new SigningDesk(new SigningServices(
                context.wallet(),
                context.tasks(),
                overlay.dialogs(),
                (request, circle) -> services.reviewer().review(request, circle),
                accounts -> services.wallet().circle(accounts),
                () -> services.wallet().preferences().expert(),
                account -> DemoWallet.fund(services.chains().demoChain(), account)));
        this.sent = new SentWatch(context.tasks(), services::resume, overlay.notifications());
    }

    /** @param onSent hears that something was registered */
    PublishScreen publish(Runnable onSent) {
        return new PublishScreen(new PublishServices(
                services.publisher(),
                services.queue(),
                context.tasks(),
                overlay.dialogs(),
                overlay.notifications(),
                context.wallet(),
                desk,
                context.networks(),
                context.network(),
                account -> DemoWallet.fund(services.chains().demoChain(), account),
                () -> go.accept(new Place.Build(null)),
                entry -> onSent.run(),
                journey::verified));
    }

    WalletScreen wallet() {
        return new WalletScreen(walletServices());
    }

    /** One screen for as long as the window is open, so that it knows its claims. */
    RewardsScreen rewards() {
        if (rewards == null) {
            rewards = new RewardsScreen(new RewardsServices(
                    walletServices(), services.trees(), services::adapterNames, () -> go.accept(new Place.Wallet())));
        }
        return rewards;
    }

    /** @param copyLink takes a link to where a browser can have it */
    ActivityScreen activity(Consumer<String> copyLink) {
        return new ActivityScreen(new ActivityServices(
                services::registered,
                entry -> services.verifier().verify(entry.folder(), null, null),
                (SentEntry entry) -> journey.verified(),
                () -> go.accept(new Place.Publish(null)),
                walletServices(),
                copyLink,
                sent,
                (file, text) -> Files.writeString(file, text)));
    }

    private WalletServices walletServices() {
        return new WalletServices(
                context.wallet(),
                context.tasks(),
                overlay.dialogs(),
                overlay.notifications(),
                services.wallet(),
                context.network(),
                context::refreshNetworks,
                desk,
                () -> go.accept(new Place.Rewards()));
    }

    void close() {
        sent.close();
    }
}
