package cultivar.datanet;

import java.time.Instant;

/**
 * Something that was done to a datanet.
 *
 * @param id its number; later ones are larger
 * @param actor who did it
 * @param note what, for people
 * @param rows how many rows it changed
 * @param undone whether it has been taken back since
 */
public record HistoryEntry(long id, Kind kind, String actor, Instant at, String note, long rows, boolean undone) {
    /** What sort of action it was. Edits, undos and redos can be taken back; imports and versions stay. */
    public enum Kind {
        IMPORT,
        PUBLISH,
        EDIT,
        UNDO,
        REDO
    }
}
