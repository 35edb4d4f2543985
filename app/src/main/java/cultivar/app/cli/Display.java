package cultivar.app.cli;

import java.util.Locale;

/** Whether there is a screen to open a window on. */
final class Display {
    private Display() {}

    static boolean isPresent() {
        if (System.getProperty("glass.platform") != null) {
            return true;
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("win") || os.contains("mac")) {
            return true;
        }
        String x11 = System.getenv("DISPLAY");
        return x11 != null && !x11.isBlank();
    }
}
