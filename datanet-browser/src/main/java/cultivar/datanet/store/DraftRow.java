package cultivar.datanet.store;

/**
 * A row that a person makes of a document.
 *
 * @param place where in the document it comes from, for people; empty where it was typed
 * @param heading the heading that it stands under; empty where there is none
 */
public record DraftRow(String question, String answer, String place, String heading) {
    /** Nothing yet. */
    public static final DraftRow EMPTY = new DraftRow("", "", "", "");

    /** Whether it can go into a datanet. */
    public boolean complete() {
        return !question.isBlank() && !answer.isBlank();
    }
}
