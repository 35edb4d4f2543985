package cultivar.datanet.store;

import cultivar.datanet.CanonicalForm;
import cultivar.datanet.Contribution;
import cultivar.datanet.Keccak;
import cultivar.datanet.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row as it is written: what costs time to compute is computed, so that it can be done while other rows are written.
 *
 * @param messages the conversation in its canonical form
 * @param place where in the file it comes from, for a file without lines; else empty
 */
record PreparedRow(
        String contributor,
        String licence,
        String source,
        String context,
        List<String> tags,
        String messages,
        byte[] contentHash,
        byte[] textHash,
        byte[] leaf,
        long line,
        String place) {
    static PreparedRow of(Contribution row, long line, String place) {
        String messages = CanonicalForm.messages(row.messages());
        byte[] text = messages.getBytes(StandardCharsets.UTF_8);
        byte[] contentHash = CanonicalForm.hash(row, text);
        return new PreparedRow(
                row.contributor().value(),
                row.licence(),
                row.source(),
                row.context(),
                row.tags(),
                messages,
                contentHash,
                Keccak.hash(text),
                MerkleTree.leaf(contentHash, row.contributor().bytes()),
                line,
                place);
    }
}
