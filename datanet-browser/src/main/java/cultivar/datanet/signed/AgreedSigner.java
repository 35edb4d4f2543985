package cultivar.datanet.signed;

import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;

/**
 * Signs the one statement that a person has read, and nothing else.
 *
 * @param signer the account that signs
 * @param agreed what the person has read
 */
public record AgreedSigner(StatementSigner signer, Statement agreed) implements StatementSigner {
    @Override
    public EvmAddress contributor() {
        return signer.contributor();
    }

    /** Throws {@link DatanetException} for anything but the agreed statement. */
    @Override
    public byte[] sign(String typedData) {
        if (!typedData.equals(agreed.typedData())) {
            throw new DatanetException(
                    "The rows have changed since you read what is signed; nothing was signed. Begin again");
        }
        return signer.sign(typedData);
    }
}
