package cultivar.datanet.demo;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The people of the demos. An address is the end of the hash of a public phrase, so that nobody has its key.
 *
 * @see #address()
 */
enum Contributor {
    ALMA,
    BASIL,
    CLOVER,
    DAHLIA,
    ELDER,
    FENNEL,
    GORSE;

    /** The last 20 bytes of keccak256 of {@code cultivar demo contributor NAME}. */
    EvmAddress address() {
        byte[] hash = Keccak.hash(("cultivar demo contributor " + name()).getBytes(StandardCharsets.US_ASCII));
        return EvmAddress.of(Arrays.copyOfRange(hash, 12, 32));
    }

    /** Each contributes under one licence. */
    String licence() {
        return switch (this) {
            case ALMA, CLOVER, ELDER, GORSE -> "CC-BY-4.0";
            case BASIL, FENNEL -> "CC0-1.0";
            case DAHLIA -> "MIT";
        };
    }
}
