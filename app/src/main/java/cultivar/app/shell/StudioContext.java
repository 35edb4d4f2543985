package cultivar.app.shell;

import cultivar.app.engine.EngineBase;
import cultivar.app.engine.EngineHost;
import cultivar.app.engine.EngineState;
import cultivar.app.engine.WindowModels;
import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.EngineJobs;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.seedling.Seedling;
import cultivar.ui.task.FxExecutor;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.TaskRunner;
import cultivar.ui.theme.Themes;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.view.WalletSession;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives as long as the window: made at once and cheap, so that the first frame comes early.
 *
 * @param models what there is of models, and the hub
 * @param link the way to the engine's process
 * @param jobs what it trains
 * @param own models that the window's process opens itself
 * @param networks the networks to choose from
 * @param network the network that is chosen
 */
record StudioContext(
        Home home,
        HomeModels models,
        SettingsKeeper settings,
        TaskRunner tasks,
        Themes themes,
        EngineLink link,
        EngineJobs jobs,
        EngineHost engine,
        WindowModels own,
        WalletSession wallet,
        ObjectProperty<List<Network>> networks,
        ObjectProperty<Network> network) {
    private static final Logger LOG = LoggerFactory.getLogger(StudioContext.class);

    /** Rows are scored while something else is evaluated or exported; more than that waits. */
    private static final int COMPUTE_THREADS = 4;

    /** What a start of the studio uses. */
    static StudioContext of(Home home, SettingsFile file, Settings loaded) {
        return of(home, file, loaded, new Themes(), () -> Seedling.install(home.models()));
    }

    /**
     * As the other, with parts of the caller's.
     *
     * @param themes the one theme service of the process
     * @param base gives the folder of the base model
     */
    static StudioContext of(Home home, SettingsFile file, Settings loaded, Themes themes, Callable<Path> base) {
        FxExecutor ui = new FxExecutor();
        TaskRunner tasks = new FxTaskRunner(ui, COMPUTE_THREADS);
        themes.themeProperty().set(loaded.theme());
        SettingsKeeper settings = new SettingsKeeper(file, loaded, tasks);
        AtomicReference<AdapterBudget> budget = new AtomicReference<>(loaded.adapterBudget());
        settings.settingsProperty().map(Settings::adapterBudget).subscribe(budget::set);
        EngineLink link = new EngineLink(new JobHome(home.root()));
        EngineHost engine = new EngineHost(tasks, base, link, budget::get, ui);
        rememberBase(engine, settings);
        ObjectProperty<List<Network>> networks = new SimpleObjectProperty<>(networks(home));
        ObjectProperty<Network> network = new SimpleObjectProperty<>(named(networks.get(), loaded.network()));
        network.subscribe(chosen -> settings.change(old -> old.withNetwork(chosen.name())));
        return new StudioContext(
                home,
                new HomeModels(home, System.getenv()),
                settings,
                tasks,
                themes,
                link,
                new EngineJobs(link),
                engine,
                new WindowModels(home.settings()),
                new WalletSession(home.vault(), tasks),
                networks,
                network);
    }

    /** A chat goes on, after a restart, on the base that it was on. */
    private static void rememberBase(EngineHost engine, SettingsKeeper settings) {
        EngineBase before = settings.get().base();
        if (before != null) {
            engine.resume(before);
        }
        engine.stateProperty().subscribe(state -> {
            if (state instanceof EngineState.Ready) {
                settings.change(old -> old.withBase(engine.chosen().orElse(null)));
            }
        });
    }

    /** The base models on this machine. */
    BaseModels bases() {
        return new BaseModels(models, engine, own);
    }

    /** Reads the networks again, which the wallet's screen or a command may have changed. FX thread only. */
    void refreshNetworks() {
        var _ = tasks.load("networks", context -> Networks.of(home.root()).all())
                .onResult(found -> {
                    if (!found.equals(networks.get())) {
                        network.set(named(found, network.get().name()));
                        networks.set(found);
                    }
                })
                // What cannot be read now changes no choice; sending says what is wrong.
                .onFailure(error -> LOG.warn("{}", error.getMessage()));
    }

    /** Where the user's networks cannot be read, sending says so; the ones in the box can be seen. */
    private static List<Network> networks(Home home) {
        try {
            return Networks.of(home.root()).all();
        } catch (ChainException e) {
            LOG.warn("{}", e.getMessage());
            return Network.presets();
        }
    }

    private static Network named(List<Network> networks, String name) {
        return networks.stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseGet(Network::demoChain);
    }
}
