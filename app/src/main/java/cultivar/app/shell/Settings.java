package cultivar.app.shell;

import cultivar.app.engine.EngineBase;
import cultivar.datanet.view.DeskSettings;
import cultivar.runtime.client.AdapterBudget;
import cultivar.ui.theme.Theme;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the studio remembers from one start to the next.
 *
 * @param theme light, dark or the system's
 * @param width the window's width in pixels
 * @param height the window's height in pixels
 * @param maximised whether the window filled the screen
 * @param network short name of the chosen network
 * @param keepTraining whether runs go on when the window closes, without a question
 * @param guide whether the guided path is shown
 * @param triedAdapter whether an adapter has been talked to, for the guided path
 * @param verified whether a registration has been verified, for the guided path
 * @param hubEndpoint address of the hub; empty for the public one
 * @param adapterBudget memory for adapters in the engine
 * @param base the base model that answers in the place of the one in the box; null for that one
 * @param desk what the tagging desk remembers
 */
record Settings(
        Theme theme,
        double width,
        double height,
        boolean maximised,
        String network,
        boolean keepTraining,
        boolean guide,
        boolean triedAdapter,
        boolean verified,
        String hubEndpoint,
        AdapterBudget adapterBudget,
        @Nullable EngineBase base,
        DeskSettings desk) {
    static final double WIDTH = 1280;
    static final double HEIGHT = 720;
    static final double NARROWEST = 960;
    static final double LOWEST = 600;

    static Settings defaults() {
        return new Settings(
                Theme.SYSTEM,
                WIDTH,
                HEIGHT,
                false,
                "demo",
                false,
                true,
                false,
                false,
                "",
                AdapterBudget.usual(),
                null,
                DeskSettings.defaults());
    }

    Settings withTheme(Theme chosen) {
        return with(next -> next.theme = chosen);
    }

    Settings withWindow(double newWidth, double newHeight, boolean full) {
        return with(next -> {
            next.width = newWidth;
            next.height = newHeight;
            next.maximised = full;
        });
    }

    Settings withNetwork(String name) {
        return with(next -> next.network = name);
    }

    Settings withKeepTraining(boolean keep) {
        return with(next -> next.keepTraining = keep);
    }

    Settings withGuide(boolean shown, boolean tried, boolean held) {
        return with(next -> {
            next.guide = shown;
            next.triedAdapter = tried;
            next.verified = held;
        });
    }

    Settings withHubEndpoint(String address) {
        return with(next -> next.hubEndpoint = address);
    }

    Settings withAdapterBudget(AdapterBudget chosen) {
        return with(next -> next.adapterBudget = chosen);
    }

    Settings withBase(@Nullable EngineBase chosen) {
        return with(next -> next.base = chosen);
    }

    Settings withDesk(DeskSettings remembered) {
        return with(next -> next.desk = remembered);
    }

    private Settings with(Consumer<Draft> change) {
        Draft next = new Draft(this);
        change.accept(next);
        return next.done();
    }

    /** All of it, to be changed in one place or two. */
    private static final class Draft {
        private Theme theme;
        private double width;
        private double height;
        private boolean maximised;
        private String network;
        private boolean keepTraining;
        private boolean guide;
        private boolean triedAdapter;
        private boolean verified;
        private String hubEndpoint;
        private AdapterBudget adapterBudget;
        private @Nullable EngineBase base;
        private DeskSettings desk;

        Draft(Settings from) {
            theme = from.theme;
            width = from.width;
            height = from.height;
            maximised = from.maximised;
            network = from.network;
            keepTraining = from.keepTraining;
            guide = from.guide;
            triedAdapter = from.triedAdapter;
            verified = from.verified;
            hubEndpoint = from.hubEndpoint;
            adapterBudget = from.adapterBudget;
            base = from.base;
            desk = from.desk;
        }

        Settings done() {
            return new Settings(
                    theme,
                    width,
                    height,
                    maximised,
                    network,
                    keepTraining,
                    guide,
                    triedAdapter,
                    verified,
                    hubEndpoint,
                    adapterBudget,
                    base,
                    desk);
        }
    }
}
