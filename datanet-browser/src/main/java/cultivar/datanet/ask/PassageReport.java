package cultivar.datanet.ask;

import cultivar.datanet.load.Problem;
import java.util.List;

/**
 * What came of asking a model about a document.
 *
 * @param passages pieces that the document was read in
 * @param earlier how many of them were answered in an earlier go already, and were not asked again
 * @param added rows that went in, as pending
 * @param duplicates rows that were there already
 * @param unusable pieces whose answer could not be used, with the reason; a problem's line is the piece's number
 * @param stopped whether it was stopped before the end; what had been answered is kept, and the next go begins behind it
 */
public record PassageReport(
        String file, int passages, int earlier, long added, long duplicates, List<Problem> unusable, boolean stopped) {
    public PassageReport {
        unusable = List.copyOf(unusable);
    }
}
