package cultivar.app.cli;

import java.io.PrintStream;
import tools.jackson.databind.json.JsonMapper;

/** Where a command speaks: results on standard output, everything for people on standard error. */
final class Terminal {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;
    private final boolean interactive;

    /** @param interactive whether a person watches, so that a line may be drawn over */
    Terminal(PrintStream out, PrintStream err, boolean json, boolean interactive) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.interactive = interactive;
    }

    boolean json() {
        return json;
    }

    boolean interactive() {
        return interactive;
    }

    /** One JSON object or array on a line of standard output. */
    void result(Object value) {
        out.println(JSON.writeValueAsString(value));
        out.flush();
    }

    /** A line of the result for a person, on standard output; with {@code --json} nothing. */
    void line(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /** A part of a line of the result, shown at once. */
    void stream(String text) {
        if (!json) {
            out.print(text);
            out.flush();
        }
    }

    /** A message on standard error. */
    void say(String text) {
        err.println(text);
        err.flush();
    }

    void overwrite(String text) {
        err.print("\r[2K" + text);
        err.flush();
    }

    /** The same terminal with everything for people, whatever the result is. */
    Terminal forPeople() {
        return new Terminal(out, err, false, interactive);
    }

    /** Starts a line of progress. */
    ProgressLine progress(String title) {
        return new ProgressLine(this, title);
    }
}
