package cultivar.datanet.view;

/** The desk's settings for as long as a test runs. */
final class KeptSettings implements DeskSettings.Keeper {
    private DeskSettings settings = DeskSettings.defaults();

    @Override
    public DeskSettings get() {
        return settings;
    }

    @Override
    public void set(DeskSettings now) {
        settings = now;
    }
}
