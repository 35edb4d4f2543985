package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.UnlockedWallet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A publication that was signed and waits to be sent. Its bytes are canonical JSON (RFC 8785), and its hash is the name
 * of the folder that it lies in.
 *
 * @param schema version of this layout, {@link #SCHEMA}
 * @param statement what was signed
 * @param files what lies beside it: manifest, model card and the adapter's files, in the order of their names
 * @param folder the adapter's own folder, where its registration is written down in the end
 * @param signature under the statement, 65 bytes, hexadecimal with {@code 0x}
 */
public record Bundle(int schema, BundleStatement statement, List<FileEntry> files, String folder, String signature) {
    /** Version of the layout that this class reads and writes. */
    public static final int SCHEMA = 1;

    static final String FILE_NAME = "bundle.json";
    static final String CARD = "README.md";

    /** Keeps its own copy. */
    public Bundle {
        files = List.copyOf(files);
    }

    byte[] bytes() {
        return CanonicalJson.of(this);
    }

    /** keccak256 of its bytes. */
    static String hash(byte[] bytes) {
        return Hex.encode(Keccak.hash(bytes));
    }

    /**
     * Reads a bundle from bytes, which must be exactly the canonical ones.
     *
     * @throws RegistryException if they are not
     */
    static Bundle parse(byte[] bytes) {
        try {
            Bundle bundle = CanonicalJson.STRICT.readValue(bytes, Bundle.class);
            if (bundle.schema() == SCHEMA && Arrays.equals(bundle.bytes(), bytes)) {
                return bundle;
            }
        } catch (JacksonException | NullPointerException e) {
            throw new RegistryException(FILE_NAME + " is damaged", e);
        }
        throw new RegistryException(FILE_NAME + " is damaged");
    }

    /** Who signed the statement; empty if that is no signature. */
    Optional<Address> signer() {
        try {
            return signer(statement, Signature.of(Hex.decode(signature)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Address> signer(BundleStatement statement, Signature signature) {
        return Secp256k1.recover(UnlockedWallet.typedDataHash(statement.typedData()), signature);
    }
}
