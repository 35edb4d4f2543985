package cultivar.wallet.registry;

import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.Optional;

/** Finds registrations on one network. */
public interface RegistrationReader {
    /** The registration under a token. */
    Optional<OnChainRegistration> findToken(BigInteger tokenId);

    /** The registration of an adapter's content hash. */
    Optional<OnChainRegistration> findAdapter(String adapterHash);

    /** The registration that a transaction made. */
    Optional<OnChainRegistration> findTransaction(String hash);

    /**
     * Finds a registration by what a person has: a token's number, an adapter's hash, or a transaction's hash.
     *
     * @throws RegistryException if the text is none of them
     */
    default Optional<OnChainRegistration> find(String text) {
        String wanted = text.strip();
        if (Hex.isBytes(wanted, 32)) {
            return findAdapter(wanted).or(() -> findTransaction(wanted));
        }
        if (!wanted.isEmpty() && wanted.length() <= 78 && wanted.chars().allMatch(c -> c >= '0' && c <= '9')) {
            BigInteger token = new BigInteger(wanted);
            return token.bitLength() <= 256 ? findToken(token) : Optional.empty();
        }
        throw new RegistryException("\"" + text + "\" is no token number, adapter hash or transaction hash.");
    }
}
