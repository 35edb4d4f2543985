package cultivar.wallet.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import cultivar.wallet.codec.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wallet's file as JSON. Byte strings are hexadecimal with {@code 0x}.
 *
 * @param version 1
 * @param demo true if the wallet is for demonstrations only
 * @param kdf how the password becomes a key
 * @param cipher always {@code AES-256-GCM}
 * @param nonce 12 bytes
 * @param sealed the phrase's entropy, encrypted, and the tag of 16 bytes; bound to the fields above
 * @param accounts what may be shown while the wallet is locked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VaultFile(int version, boolean demo, Kdf kdf, String cipher, String nonce, String sealed, List<Entry> accounts) {

    static final int VERSION = 1;
    static final String CIPHER = "AES-256-GCM";

    /** Parameters of Argon2id (RFC 9106); memory in KiB, salt of 16 bytes or more. */
    record Kdf(String name, int memory, int iterations, int parallelism, String salt) {}

    /**
     * An account.
     *
     * @param key of an imported account; null in others
     * @param watched true if the key is not here; null in others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            int index,
            String name,
            String address,
            @Nullable Key key,
            @Nullable Boolean watched) {
        Account account() {
            return new Account(
                    index,
                    name,
                    Address.parse(address),
                    key != null
                            ? Account.Kind.IMPORTED
                            : watched != null && watched ? Account.Kind.WATCHED : Account.Kind.DERIVED);
        }

        /** What the tag of the key protects beside it. */
        String header() {
            return "cultivar-key|" + address;
        }
    }

    /** An imported private key, encrypted under the phrase's key with a nonce of its own. */
    record Key(String nonce, String sealed) {}

    VaultFile with(List<Entry> others) {
        return new VaultFile(version, demo, kdf, cipher, nonce, sealed, List.copyOf(others));
    }

    /** What the tag protects beside the secret, so that no parameter can be changed unseen. */
    String header() {
        return String.join(
                "|",
                "cultivar-wallet",
                Integer.toString(version),
                Boolean.toString(demo),
                kdf.name(),
                Integer.toString(kdf.memory()),
                Integer.toString(kdf.iterations()),
                Integer.toString(kdf.parallelism()),
                kdf.salt(),
                cipher,
                nonce);
    }
}
