package cultivar.app.shell;

import cultivar.app.engine.EngineHost;
import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
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
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives as long as the window: made at once and cheap, so that the first frame comes early.
 *
 * @param models what there is of models, and the hub
 * @param network the network that is chosen
 */
record StudioContext(
        Home home,
        HomeModels models,
        SettingsKeeper settings,
        TaskRunner tasks,
        Themes themes,
        EngineHost engine,
        WalletSession wallet,
        ObjectProperty<Network> network) {
    private static final Logger LOG = LoggerFactory.getLogger(StudioContext.class);

    /** Two answers stream while a run trains and something is evaluated; more than that waits. */
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
        TaskRunner tasks = new FxTaskRunner(new FxExecutor(), COMPUTE_THREADS);
        themes.themeProperty().set(loaded.theme());
        SettingsKeeper settings = new SettingsKeeper(file, loaded, tasks);
        ObjectProperty<Network> network = new SimpleObjectProperty<>(named(home, loaded.network()));
        network.subscribe(chosen -> settings.change(old -> old.withNetwork(chosen.name())));
        return new StudioContext(
                home,
                new HomeModels(home, System.getenv()),
                settings,
                tasks,
                themes,
                new EngineHost(tasks, base, home.settings()),
                new WalletSession(home.vault(), tasks),
                network);
    }

    /** The networks to choose from. Where the user's cannot be read, sending says so; the ones in the box can be seen. */
    List<Network> networks() {
        return networks(home);
    }

    private static List<Network> networks(Home home) {
        try {
            return Networks.of(home.root()).all();
        } catch (ChainException e) {
            LOG.warn("{}", e.getMessage());
            return Network.presets();
        }
    }

    private static Network named(Home home, String name) {
        return networks(home).stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseGet(Network::demoChain);
    }
}
