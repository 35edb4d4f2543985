package cultivar.ui.dialog;

import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/**
 * A question whose answer is a verb or no.
 *
 * @param title the question, short
 * @param text what will happen, in plain words
 * @param verb what the button that does it says, for example "Delete 3 rows"; never "Yes" or "OK"
 * @param kind how it is asked
 * @param details more to see before deciding, or null
 */
public record Confirm(
        String title,
        String text,
        String verb,
        Kind kind,
        @Nullable Node details) {
    /** How a question is asked. */
    public enum Kind {
        /** The verb is the default. */
        NORMAL,
        /** The verb is red; cancel is the default. */
        DESTRUCTIVE,
        /** Something is signed or paid; cancel is the default. */
        SIGNING
    }

    /** A harmless question. */
    public static Confirm of(String title, String text, String verb) {
        return new Confirm(title, text, verb, Kind.NORMAL, null);
    }

    /** A question about losing something. */
    public static Confirm destructive(String title, String text, String verb) {
        return new Confirm(title, text, verb, Kind.DESTRUCTIVE, null);
    }

    /** A question about signing something, with what is signed shown below the text. */
    public static Confirm signing(String title, String text, String verb, Node details) {
        return new Confirm(title, text, verb, Kind.SIGNING, details);
    }
}
