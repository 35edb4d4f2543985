package cultivar.datanet.load;

/**
 * A paragraph or heading of a document.
 *
 * @param page counted from 1; 0 where the kind of document has no pages
 * @param from the place of its first character, counted from 0 in the page's text, or the document's without pages
 * @param to the place behind its last character
 */
record Block(String text, boolean heading, int page, int from, int to) {
    /** Where this and the blocks up to another one are, for people. */
    String placeTo(Block last) {
        if (page == last.page) {
            return (page > 0 ? "page " + page + ", " : "") + "characters " + from + " to " + last.to;
        }
        return "page " + page + ", character " + from + " to page " + last.page + ", character " + last.to;
    }
}
