package cultivar.datanet.load;

/**
 * A paragraph or heading of a document.
 *
 * @param text as it is read, without the marks and blanks around it
 * @param page counted from 1; 0 where the kind of document has no pages
 * @param from the place of its first character, counted from 0 in the page's text, or the document's without pages
 * @param to the place behind its last character
 * @param raw the characters between the two places
 */
public record Passage(String text, boolean heading, int page, int from, int to, String raw) {
    /** Where this and the passages up to another one are, for people. */
    public String placeTo(Passage last) {
        if (page == last.page) {
            return (page > 0 ? "page " + page + ", " : "") + "characters " + from + " to " + last.to;
        }
        return "page " + page + ", character " + from + " to page " + last.page + ", character " + last.to;
    }

    /** Where this is, for people. */
    public String place() {
        return placeTo(this);
    }

    /** The piece between two places of {@link #raw}. */
    public Passage part(int begin, int end) {
        String piece = raw.substring(begin, end);
        return new Passage(piece.strip(), heading, page, from + begin, from + end, piece);
    }
}
