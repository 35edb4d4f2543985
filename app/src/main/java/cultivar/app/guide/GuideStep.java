package cultivar.app.guide;

import java.util.Locale;

/** The five steps to a first model, in order. */
public enum GuideStep {
    PICK,
    TUNE,
    TRY,
    PUBLISH,
    VERIFY;

    String key() {
        return "guide." + name().toLowerCase(Locale.ROOT);
    }
}
