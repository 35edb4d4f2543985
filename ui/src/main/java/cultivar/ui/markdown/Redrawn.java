package cultivar.ui.markdown;

import org.commonmark.node.Node;

/** A drawn block that can take a later state of itself, as while its text is still coming. */
interface Redrawn {
    /**
     * Draws the block's later state in place.
     *
     * @param block of the kind that this was drawn from
     * @param input the text that the block was read from
     */
    void redraw(Node block, String input);
}
