package cultivar.datanet.load;

import tools.jackson.databind.node.ObjectNode;

/** What stands at one place of a file. */
sealed interface Found {
    /** The line on which it begins, counted from 1; the row's number where a format has no lines. */
    long line();

    /** A row with its columns; what they mean is not known yet. */
    record Row(long line, ObjectNode columns) implements Found {}

    /** Something that should have been a row. */
    record Broken(long line, String reason) implements Found {}
}
