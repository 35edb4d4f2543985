package cultivar.datanet;

/**
 * What a person decided about a row, as the history keeps it.
 *
 * @param row the row's id
 * @param reviewer the name under which it was decided
 * @param state what was decided; pending where the row was opened again
 */
public record Decision(long row, String reviewer, ReviewState state) {}
