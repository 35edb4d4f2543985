package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.CanonicalForm;
import cultivar.datanet.Contribution;
import cultivar.datanet.Keccak;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The hash that a row of a contribution file carries: keccak256 of the canonical bytes of its content (see
 * {@link CanonicalForm}) and a line feed, a line for each tag, an empty line, and a line with its origin; such a line is
 * the text's length in bytes, a colon, and the text. The content hash alone would let somebody change the tags on the
 * way.
 */
final class RowSeal {
    private RowSeal() {}

    static Bytes32 of(Contribution row, String origin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(CanonicalForm.of(row));
        bytes.write('\n');
        for (String tag : row.tags()) {
            line(bytes, tag);
        }
        bytes.write('\n');
        line(bytes, origin);
        return Bytes32.of(Keccak.hash(bytes.toByteArray()));
    }

    /** The hash over all seals in their order. */
    static Bytes32 ofAll(List<Bytes32> seals) {
        Keccak keccak = new Keccak();
        seals.forEach(seal -> keccak.update(seal.bytes(), 0, 32));
        return Bytes32.of(keccak.finish());
    }

    private static void line(ByteArrayOutputStream bytes, String text) {
        // The text may hold line feeds itself; with its length before it, no two lists look the same.
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(utf8);
        bytes.write('\n');
    }
}
