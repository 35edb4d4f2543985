package cultivar.app.datanets;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.signed.Signatures;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.UnlockedWallet;
import java.util.Optional;

/** Signatures under contributions, checked with the wallet's own arithmetic; no key is needed for that. */
public final class WalletSignatures implements Signatures {
    @Override
    public Bytes32 digest(String typedData) {
        return Bytes32.of(UnlockedWallet.typedDataHash(typedData));
    }

    @Override
    public Optional<EvmAddress> signer(Bytes32 digest, byte[] signature) {
        try {
            return Secp256k1.recover(digest.bytes(), Signature.of(signature))
                    .map(address -> EvmAddress.of(address.bytes()));
        } catch (IllegalArgumentException e) {
            // Other bytes than a signature has are nobody's.
            return Optional.empty();
        }
    }
}
