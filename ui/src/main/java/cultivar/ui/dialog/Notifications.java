package cultivar.ui.dialog;

import cultivar.ui.control.Tone;

/** Messages in a corner of the window that go by themselves. FX thread only. */
public interface Notifications {
    /** Shows a message. */
    void show(Notice notice);

    /** Tells that something worked. */
    default void success(String text) {
        show(new Notice(Tone.SUCCESS, text));
    }

    /** Tells something worth knowing. */
    default void info(String text) {
        show(new Notice(Tone.INFO, text));
    }

    /** Tells that something may go wrong. */
    default void warning(String text) {
        show(new Notice(Tone.WARNING, text));
    }

    /** Tells that something failed and what to do; stays until dismissed. */
    default void error(String text) {
        show(new Notice(Tone.DANGER, text));
    }
}
