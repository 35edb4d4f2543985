package cultivar.ui.screen;

/** What a screen has to show. */
public enum ScreenState {
    LOADING,
    EMPTY,
    READY,
    FAILED
}
