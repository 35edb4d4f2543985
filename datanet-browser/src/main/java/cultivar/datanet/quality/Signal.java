package cultivar.datanet.quality;

import cultivar.datanet.QualitySignal;
import java.util.Locale;

/**
 * Something that is measured of every row: a column, a histogram, and a badge where the row needs a look.
 *
 * <p>A value that was computed by another {@link #version()} is out of date.
 */
public enum Signal implements Measure {
    /** How many other rows say exactly the same, but for case, spaces and marks around words. */
    DUPLICATE(1, false),
    /** The Jaccard similarity, from 0 to 1, to the most similar other row that is not exactly the same. */
    NEAR_DUPLICATE(1, false),
    /** How many e-mail addresses, telephone numbers and the like. */
    PERSONAL_DATA(1, true),
    /** How many keys, tokens, passwords and wallet phrases. */
    SECRET(1, true),
    /** How surely the language is known, from 0 to 1. */
    LANGUAGE(1, false),
    /** Words in all turns. */
    WORDS(1, true),
    /** Characters in all turns. */
    CHARACTERS(1, true),
    /** The share, from 0 to 1, of four-word sequences that occurred before in the row. */
    REPETITION(1, true),
    /** How many faults in the order of turns, in code fences and in JSON. */
    STRUCTURE(1, false),
    /** The share, from 0 to 1, of the row's text that is on the other side of the split too. */
    CONTAMINATION(1, false),
    /** The share, from 0 to 1, of the nearest rows that disagree with this row's tag or answer. */
    LABEL(1, false);

    private final int version;
    private final boolean ofOneRow;

    Signal(int version, boolean ofOneRow) {
        this.version = version;
        this.ofOneRow = ofOneRow;
    }

    /** The name that scripts and stores see, such as {@code near-duplicate}. */
    @Override
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public QualitySignal stored() {
        return new QualitySignal(id(), Integer.toString(version));
    }

    @Override
    public boolean counted() {
        return switch (this) {
            case DUPLICATE, PERSONAL_DATA, SECRET, WORDS, CHARACTERS, STRUCTURE -> true;
            case NEAR_DUPLICATE, LANGUAGE, REPETITION, CONTAMINATION, LABEL -> false;
        };
    }

    /** Grows whenever the same row may get another value than before. */
    public int version() {
        return version;
    }

    /**
     * Whether the value follows from the row alone, so that it holds wherever the content is the same. The others depend
     * on the rows around it and are out of date when rows come or go.
     */
    public boolean ofOneRow() {
        return ofOneRow;
    }
}
