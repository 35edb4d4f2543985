package cultivar.app.shell;

import cultivar.datanet.view.DeskSettings;
import cultivar.runtime.client.AdapterBudget;
import cultivar.ui.theme.Theme;

/**
 * What the studio remembers from one start to the next.
 *
 * @param schema version of the file's layout
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
 * @param desk what the tagging desk remembers
 */
record Settings(
        int schema,
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
        DeskSettings desk) {
    static final int SCHEMA = 1;
    static final double WIDTH = 1280;
    static final double HEIGHT = 720;
    static final double NARROWEST = 960;
    static final double LOWEST = 600;

    static Settings defaults() {
        return new Settings(
                SCHEMA,
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
                DeskSettings.defaults());
    }

    Settings withTheme(Theme chosen) {
        return new Settings(
                schema,
                chosen,
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
                desk);
    }

    Settings withWindow(double newWidth, double newHeight, boolean full) {
        return new Settings(
                schema,
                theme,
                newWidth,
                newHeight,
                full,
                network,
                keepTraining,
                guide,
                triedAdapter,
                verified,
                hubEndpoint,
                adapterBudget,
                desk);
    }

    Settings withNetwork(String name) {
        return new Settings(
                schema,
                theme,
                width,
                height,
                maximised,
                name,
                keepTraining,
                guide,
                triedAdapter,
                verified,
                hubEndpoint,
                adapterBudget,
                desk);
    }

    Settings withKeepTraining(boolean keep) {
        return new Settings(
                schema,
                theme,
                width,
                height,
                maximised,
                network,
                keep,
                guide,
                triedAdapter,
                verified,
                hubEndpoint,
                adapterBudget,
                desk);
    }

    Settings withGuide(boolean shown, boolean tried, boolean held) {
        return new Settings(
                schema,
                theme,
                width,
                height,
                maximised,
                network,
                keepTraining,
                shown,
                tried,
                held,
                hubEndpoint,
                adapterBudget,
                desk);
    }

    Settings withHubEndpoint(String address) {
        return new Settings(
                schema,
                theme,
                width,
                height,
                maximised,
                network,
                keepTraining,
                guide,
                triedAdapter,
                verified,
                address,
                adapterBudget,
                desk);
    }

    Settings withDesk(DeskSettings remembered) {
        return new Settings(
                schema,
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
                remembered);
    }

    Settings withAdapterBudget(AdapterBudget chosen) {
        return new Settings(
                schema,
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
                chosen,
                desk);
    }
}
