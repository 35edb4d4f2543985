package cultivar.app.shell;

import cultivar.app.chat.ChatScreen;
import cultivar.app.chat.ChatServices;
import cultivar.app.chat.ask.EngineChat;
import cultivar.app.chat.ask.Readiness;
import cultivar.app.datanets.WalletSignatures;
import cultivar.app.datanets.WalletSigner;
import cultivar.app.engine.EngineState;
import cultivar.app.export.AdapterExport;
import cultivar.app.export.ExportServices;
import cultivar.app.guide.GuideStep;
import cultivar.app.hub.view.ModelsScreen;
import cultivar.app.hub.view.ModelsServices;
import cultivar.app.publish.view.PublishScreen;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.demo.DemoDatanets;
import cultivar.datanet.signed.StatementSigner;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.view.DatanetScreen;
import cultivar.datanet.view.DatanetServices;
import cultivar.datanet.view.DatanetsScreen;
import cultivar.datanet.view.DeskScreen;
import cultivar.datanet.view.DraftScreen;
import cultivar.finetune.RunEvent;
import cultivar.finetune.RunService;
import cultivar.finetune.view.FinetuneServices;
import cultivar.finetune.view.RunScreen;
import cultivar.finetune.view.RunsScreen;
import cultivar.finetune.view.WaysOut;
import cultivar.finetune.view.WizardScreen;
import cultivar.runtime.export.Exporter;
import cultivar.runtime.job.Jobs;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Navigator;
import cultivar.ui.screen.Route;
import cultivar.ui.screen.Screen;
import cultivar.ui.task.FxExecutor;
import cultivar.wallet.view.WalletDialogs;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/** The screens of all places: made when first gone to, wired by hand. */
final class Places {
    private final StudioContext context;
    private final OverlayPane overlay;
    private final Words words;
    private final Journey journey;
    private final StartScreen start;
    private final Map<Section, Screen> kept = new EnumMap<>(Section.class);
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private @Nullable Navigator navigator;
    private @Nullable HomeServices home;
    private @Nullable ModelsScreen modelsScreen;
    private @Nullable WalletPlaces walletPlaces;
    private boolean closed;

    Places(StudioContext context, OverlayPane overlay, Words words, Journey journey) {
        this.context = context;
        this.overlay = overlay;
        this.words = words;
        this.journey = journey;
        this.start = new StartScreen(words, this::open);
        context.engine().onLost(overlay.notifications()::warning);
    }

    void navigateWith(Navigator newNavigator) {
        navigator = newNavigator;
    }

    /** Opens the home in the background; the screens come when it is open. */
    void open() {
        start.again();
        var _ = context.wallet()
                .load()
                .onFailure(error -> overlay.notifications().error(Words.line(error)));
        var _ = context.tasks()
                .io(words.get("open.task"), task -> HomeServices.open(context.home(), context.bases(), context.jobs()))
                .onResult(this::opened)
                .onFailure(error ->
                        start.fail(new Failure(words.get("open.failed"), Words.line(error), error.toString())));
    }

    private void opened(HomeServices services) {
        home = services;
        FxExecutor ui = new FxExecutor();
        // Lasts as long as the service, which ends with the window.
        var _ = services.runs().listen(event -> {
            switch (event) {
                case RunEvent.Queue _ -> ui.execute(this::queueChanged);
                case RunEvent.EngineLost(String line) ->
                    ui.execute(() -> overlay.notifications().warning(line));
                default -> {}
            }
        });
        running.set(services.runs().isBusy());
        look();
        context.wallet().lockAfter(services.locksAfter());
        walletPlaces = new WalletPlaces(context, overlay, journey, services, this::go);
        Navigator nav = navigator();
        nav.replace(Objects.requireNonNullElseGet(nav.routeProperty().get(), Place.Datanets::new));
    }

    private void queueChanged() {
        if (closed) {
            return;
        }
        boolean busy = home().runs().isBusy();
        boolean ended = running.get() && !busy;
        running.set(busy);
        if (ended) {
            look();
        }
    }

    /** Looks what is on this machine, for the guided path. */
    private void look() {
        HomeServices services = home();
        var _ = context.tasks()
                .load(words.get("look.task"), task -> new boolean[] {
                    !services.runs().store().adapters().isEmpty(),
                    !services.registered().entries().isEmpty()
                })
                .onResult(found -> journey.found(found[0], found[1]));
    }

    Screen screen(Route route) {
        Place place = (Place) route;
        context.refreshNetworks();
        if (place instanceof Place.Settings) {
            return keep(Section.SETTINGS, () -> new SettingsScreen(context, overlay, words, journey));
        }
        if (home == null) {
            return start;
        }
        HomeServices services = home;
        return switch (place) {
            case Place.Datanets() -> keep(Section.DATANETS, () -> datanets(services));
            case Place.DatanetPage(String name, RowFilter rows) -> datanet(services, name, rows);
            case Place.Desk(String name, RowFilter queue) ->
                new DeskScreen(datanetServices(services), name, queue, () -> go(new Place.DatanetPage(name)));
            case Place.Draft(long id) -> draft(services, id);
            case Place.Build(var from) -> wizard(services, from);
            case Place.Models() -> models();
            case Place.Runs() -> keep(Section.RUNS, () -> new RunsScreen(finetuneServices(services), ways()));
            case Place.RunPage(String id) ->
                new RunScreen(finetuneServices(services), ways(), id, () -> go(new Place.Runs()));
            case Place.Chat(var adapter) -> {
                ChatScreen chat = (ChatScreen) keep(Section.CHAT, () -> chat(services));
                chat.choose(adapter);
                yield chat;
            }
            case Place.Publish(var adapter) -> {
                PublishScreen publish = (PublishScreen)
                        keep(Section.PUBLISH, () -> walletPlaces().publish(this::look));
                publish.choose(adapter);
                yield publish;
            }
            case Place.Wallet() -> keep(Section.WALLET, () -> walletPlaces().wallet());
            case Place.Rewards() -> walletPlaces().rewards();
            case Place.Activity() -> keep(Section.ACTIVITY, () -> walletPlaces().activity(this::copyLink));
            case Place.Settings() -> throw new IllegalStateException("settings need no home");
        };
    }

    private Screen keep(Section section, Supplier<Screen> make) {
        return kept.computeIfAbsent(section, missing -> make.get());
    }

    private DatanetServices datanetServices(HomeServices services) {
        return new DatanetServices(
                services.datanets(),
                context.tasks(),
                overlay.dialogs(),
                overlay.notifications(),
                () -> context.wallet()
                        .account()
                        .map(account -> EvmAddress.parse(account.address().toString()))
                        .orElse(EvmAddress.NOBODY),
                new KeptDeskSettings(context.settings()),
                new WalletSignatures(),
                services.asked(context.models(), context.bases(), context.own()),
                id -> go(new Place.Draft(id)),
                this::signing);
    }

    /** The wallet's first account, once the wallet is there and unlocked. */
    private CompletionStage<Optional<StatementSigner>> signing() {
        return new WalletDialogs(context.wallet(), overlay.dialogs()).ready().thenApply(ready -> {
            if (!ready) {
                return Optional.empty();
            }
            return context.wallet()
                    .unlocked()
                    .flatMap(wallet ->
                            context.wallet().account().map(account -> new WalletSigner(wallet, account.index())));
        });
    }

    private Screen draft(HomeServices services, long id) {
        return new DraftScreen(
                datanetServices(services),
                id,
                datanet -> go(new Place.DatanetPage(datanet)),
                () -> go(new Place.Datanets()));
    }

    private Screen datanets(HomeServices services) {
        return new DatanetsScreen(
                datanetServices(services),
                (name, rows) -> go(new Place.DatanetPage(name, rows)),
                version -> go(new Place.Build(version)));
    }

    private Screen datanet(HomeServices services, String name, RowFilter rows) {
        return new DatanetScreen(
                datanetServices(services),
                name,
                rows,
                () -> go(new Place.Datanets()),
                version -> go(new Place.Build(version)),
                queue -> go(new Place.Desk(name, queue)));
    }

    /** A wizard that was begun is gone back to; naming a datanet begins anew. */
    private Screen wizard(HomeServices services, @Nullable DatanetVersionRef from) {
        if (from != null) {
            kept.put(Section.BUILD, new WizardScreen(finetuneServices(services), ways(), List.of(from)));
        }
        return keep(Section.BUILD, () -> new WizardScreen(finetuneServices(services), ways(), List.of()));
    }

    /** One screen for as long as the window is open, so that it knows its downloads. */
    private Screen models() {
        if (modelsScreen == null) {
            modelsScreen = new ModelsScreen(new ModelsServices(
                    context.models(),
                    context.tasks(),
                    overlay.dialogs(),
                    overlay.notifications(),
                    this::buildOn,
                    () -> go(new Place.Build(null))));
        }
        return modelsScreen;
    }

    private void buildOn(String base) {
        WizardScreen wizard = (WizardScreen) wizard(home(), null);
        wizard.choose(base);
        go(new Place.Build(null));
    }

    private FinetuneServices finetuneServices(HomeServices services) {
        return new FinetuneServices(
                services.runs(), services.datanets(), context.tasks(), overlay.dialogs(), overlay.notifications());
    }

    private WaysOut ways() {
        return new WaysOut(
                () -> go(new Place.Datanets()),
                () -> go(new Place.Models()),
                this::buildAnew,
                id -> go(new Place.RunPage(id)),
                adapter -> go(new Place.Chat(adapter)),
                adapter -> go(new Place.Publish(adapter)),
                adapter -> new AdapterExport(exportServices()).ask(adapter));
    }

    private ExportServices exportServices() {
        return new ExportServices(
                context.tasks(),
                overlay.dialogs(),
                overlay.notifications(),
                (request, listener) -> new Exporter(context.own().engine()).export(request, listener),
                context.models()::baseOf,
                context.home().exports());
    }

    private void buildAnew() {
        kept.remove(Section.BUILD);
        navigator().replace(new Place.Build(null));
    }

    private Screen chat(HomeServices services) {
        return new ChatScreen(new ChatServices(
                context.engine().stateProperty().map(Places::readiness),
                new EngineChat(context.engine(), context.tasks(), words.get("chat.task")),
                context.tasks(),
                services::adapters,
                new ChatBases(context.engine(), context.models(), name -> words.get("engine.choose.task", name)),
                services.chats()::store,
                services.chats().worker(),
                overlay.dialogs(),
                overlay.notifications(),
                new SecureRandom(),
                new ChatServices.Ways(
                        () -> context.engine().start(words.get("engine.starting.task")),
                        () -> go(new Place.Build(null)),
                        journey::tried,
                        this::copyLink)));
    }

    private static Readiness readiness(EngineState state) {
        return switch (state) {
            case EngineState.Starting() -> new Readiness.Starting();
            case EngineState.Ready ready -> new Readiness.Ready(ready.baseName(), ready.folder());
            case EngineState.Failed(String reason) -> new Readiness.Failed(reason);
        };
    }

    /** Without an application object JavaFX opens no browser, so the link goes to where a browser can take it from. */
    private void copyLink(String link) {
        ClipboardContent content = new ClipboardContent();
        content.putString(link);
        Clipboard.getSystemClipboard().setContent(content);
        overlay.notifications().info(words.get("link.copied", link));
    }

    /** Goes where a step of the guided path is done. */
    void guide(GuideStep step) {
        switch (step) {
            case PICK -> buildFromDemo();
            case TUNE -> tune();
            case TRY -> go(new Place.Chat(null));
            case PUBLISH -> go(new Place.Publish(null));
            case VERIFY -> go(new Place.Activity());
        }
    }

    /** To the run that goes on, to the wizard that was begun, or to a new one. */
    private void tune() {
        HomeServices services = home;
        Optional<String> active =
                services == null ? Optional.empty() : services.runs().active();
        if (active.isPresent()) {
            go(new Place.RunPage(active.get()));
        } else if (kept.containsKey(Section.BUILD)) {
            go(new Place.Build(null));
        } else {
            buildFromDemo();
        }
    }

    private void buildFromDemo() {
        HomeServices services = home;
        if (services == null) {
            return;
        }
        var _ = context.tasks()
                .load(
                        words.get("look.task"),
                        task -> services.datanets()
                                .find(DemoDatanets.defiIntents().name())
                                .flatMap(Datanet::latest)
                                .map(DatanetVersion::ref))
                .onResult(found -> go(new Place.Build(found.orElse(null))));
    }

    private void go(Place place) {
        if (place instanceof Place.Build(var from) && from != null) {
            journey.picked();
        }
        navigator().go(place);
    }

    /** The runs of the open home. */
    RunService runs() {
        return home().runs();
    }

    /** Whether the home is open. */
    boolean isOpen() {
        return home != null;
    }

    /** Whether a run goes on. */
    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** The name of the run that goes on, for a question about it. */
    String runningTitle() {
        HomeServices services = home;
        return Optional.ofNullable(services)
                .flatMap(open -> open.runs().active())
                .map(id -> words.get("close.run", home().runs().store().get(id).name()))
                .orElseGet(() -> words.get("close.some"));
    }

    /** Closes the home. Blocks while a run that is to stop is saved. */
    void close(Jobs.OnClose what) {
        closed = true;
        if (kept.get(Section.CHAT) instanceof ChatScreen chat) {
            chat.close();
        }
        if (walletPlaces != null) {
            walletPlaces.close();
        }
        context.wallet().close();
        HomeServices services = home;
        if (services != null) {
            services.close(what);
        }
    }

    private HomeServices home() {
        return Objects.requireNonNull(home, "the home is not open yet");
    }

    private WalletPlaces walletPlaces() {
        return Objects.requireNonNull(walletPlaces, "the home is not open yet");
    }

    private Navigator navigator() {
        return Objects.requireNonNull(navigator, "the window has no navigator yet");
    }
}
