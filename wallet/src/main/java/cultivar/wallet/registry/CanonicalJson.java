package cultivar.wallet.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/** JSON whose bytes are the same wherever it is written (RFC 8785). */
final class CanonicalJson {
    private static final JsonMapper JSON = new JsonMapper();

    private CanonicalJson() {}

    /** The value's JSON as canonical UTF-8 bytes. */
    static byte[] of(Object value) {
        return of(JSON.writeValueAsString(value));
    }

    /** JSON text as canonical UTF-8 bytes. */
    static byte[] of(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + e.getMessage(), e);
        }
    }
}
