package cultivar.datanet.signed;

import cultivar.datanet.EvmAddress;

/** An account that can sign typed data; a wallet provides it. */
public interface StatementSigner {
    /** Whose signatures they are. */
    EvmAddress contributor();

    /**
     * Signs typed data (EIP-712).
     *
     * @param typedData its JSON, with types, domain, primaryType and message
     * @return 65 bytes: r, s and v, which is 27 or 28
     */
    byte[] sign(String typedData);
}
