package cultivar.app.cli;

import java.util.Locale;

/**
 * How far something long is: a bar that is drawn over itself where a person watches, else a line every few seconds.
 */
final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long REPEAT_NANOS = 5_000_000_000L;

    private final Terminal terminal;
    private final String title;
    private long shown;
    private String last = "";
    private boolean pending;

    ProgressLine(Terminal terminal, String title) {
        this.terminal = terminal;
        this.title = title;
        this.shown = System.nanoTime() - REPEAT_NANOS;
    }

    /** @param detail what else is worth saying, such as a rate and the time left */
    void update(long done, long total, String detail) {
        int filled = total <= 0 ? 0 : (int) Math.min(WIDTH, WIDTH * done / total);
        last = String.format(
                Locale.ROOT,
                "%-9s %s%s %3d%%  %s",
                title,
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                total <= 0 ? 0 : Math.min(100, 100 * done / total),
                detail);
        pending = true;
        long now = System.nanoTime();
        if (now - shown < (terminal.interactive() ? REDRAW_NANOS : REPEAT_NANOS)) {
            return;
        }
        shown = now;
        pending = false;
        if (terminal.interactive()) {
            terminal.overwrite(last);
        } else {
            terminal.say(last);
        }
    }

    /** Seconds as people read them. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    @Override
    public void close() {
        if (last.isEmpty()) {
            return;
        }
        if (terminal.interactive()) {
            terminal.overwrite(last + System.lineSeparator());
        } else if (pending) {
            terminal.say(last);
        }
    }
}
