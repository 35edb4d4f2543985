package cultivar.datanet.view;

import cultivar.datanet.Bytes32;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Keccak;
import cultivar.datanet.signed.Signatures;
import cultivar.datanet.signed.StatementSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Accounts that really sign, on the curve that Java has; the wallet's own are tried where the wallet is. */
final class TestKeys implements Signatures {
    private final List<Key> keys = new ArrayList<>();

    /** A new account. */
    StatementSigner account() {
        try {
            Key key = new Key(KeyPairGenerator.getInstance("EC").generateKeyPair());
            keys.add(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Bytes32 digest(String typedData) {
        return Bytes32.of(Keccak.hash(typedData.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<EvmAddress> signer(Bytes32 digest, byte[] signature) {
        return keys.stream()
                .filter(key -> key.verifies(digest, signature))
                .map(Key::contributor)
                .findFirst();
    }

    private final class Key implements StatementSigner {
        private final KeyPair pair;

        Key(KeyPair pair) {
            this.pair = pair;
        }

        @Override
        public EvmAddress contributor() {
            byte[] hash = Keccak.hash(pair.getPublic().getEncoded());
            return EvmAddress.of(Arrays.copyOfRange(hash, 12, 32));
        }

        @Override
        public byte[] sign(String typedData) {
            try {
                Signature signature = Signature.getInstance("NONEwithECDSA");
                signature.initSign(pair.getPrivate());
                signature.update(digest(typedData).bytes());
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean verifies(Bytes32 digest, byte[] bytes) {
            try {
                Signature signature = Signature.getInstance("NONEwithECDSA");
                signature.initVerify(pair.getPublic());
                signature.update(digest.bytes());
                return signature.verify(bytes);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
