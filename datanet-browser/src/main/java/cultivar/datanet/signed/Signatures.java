package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import java.util.Optional;

/** Finds out who signed typed data; a wallet provides it. */
public interface Signatures {
    /**
     * The hash of typed data that a signature is for (EIP-712).
     *
     * @param typedData its JSON, with types, domain, primaryType and message
     */
    Bytes32 digest(String typedData);

    /**
     * The account whose signature of the hash this is; empty where it is no account's.
     *
     * @param signature as {@link StatementSigner#sign} returns it, or any other bytes
     */
    Optional<EvmAddress> signer(Bytes32 digest, byte[] signature);
}
