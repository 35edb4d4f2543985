package cultivar.wallet.signing;

import cultivar.wallet.abi.ContractAbi;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.evm.Construction;
import java.util.Arrays;
import java.util.Optional;

/**
 * A contract of this project, from its committed artefact.
 *
 * @param name its name in our sources
 * @param creation the code that makes it, without the values given to it
 * @param length bytes of the code that then lies on the chain
 * @param base name of the contract of this project that it is made over and has the address of in its code, if any
 */
record OwnContract(String name, ContractAbi abi, byte[] creation, int length, Optional<String> base) {
    private static final int WORD = 32;

    /** An address that is nowhere in our code, to see where the base's goes. */
    private static final Address MARK = Address.of(Arrays.copyOf(Keccak.hash("base"), Address.LENGTH));

    boolean isMadeBy(byte[] data) {
        return data.length >= creation.length && Arrays.equals(creation, 0, creation.length, data, 0, creation.length);
    }

    /** The address of its base in this code, which must be as long as its own. */
    Optional<Address> baseIn(byte[] code) {
        return base.map(_ -> {
            byte[] marked = Construction.code(1, Address.ZERO, madeOver(MARK)).orElseThrow();
            int place = 0;
            while (!Arrays.equals(marked, place, place + Address.LENGTH, MARK.bytes(), 0, Address.LENGTH)) {
                place++;
            }
            return Address.of(Arrays.copyOfRange(code, place, place + Address.LENGTH));
        });
    }

    /**
     * Whether this is the code that it has at an address of a chain, to the last byte. Addresses and numbers that are
     * set in the code when it is made are not left out: the making is done again.
     */
    boolean hasCode(byte[] code, Address at, long chainId) {
        if (code.length != length) {
            return false;
        }
        byte[] making = baseIn(code).map(this::madeOver).orElse(creation);
        return Construction.code(chainId, at, making)
                .filter(made -> Arrays.equals(made, code))
                .isPresent();
    }

    private byte[] madeOver(Address found) {
        byte[] out = Arrays.copyOf(creation, creation.length + WORD);
        System.arraycopy(found.bytes(), 0, out, out.length - Address.LENGTH, Address.LENGTH);
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnContract that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
