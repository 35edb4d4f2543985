package cultivar.app.shell;

import cultivar.datanet.view.DeskSettings;

/** What the tagging desk remembers, among the studio's settings. */
record KeptDeskSettings(SettingsKeeper settings) implements DeskSettings.Keeper {
    @Override
    public DeskSettings get() {
        return settings.get().desk();
    }

    @Override
    public void set(DeskSettings now) {
        settings.change(all -> all.withDesk(now));
    }
}
