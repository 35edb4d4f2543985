package cultivar.ui.theme;

/** What a person chose. */
public enum Theme {
    LIGHT,
    DARK,
    /** Whatever the operating system shows. */
    SYSTEM
}
