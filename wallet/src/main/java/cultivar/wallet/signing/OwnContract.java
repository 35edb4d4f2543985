package cultivar.wallet.signing;

import cultivar.wallet.abi.ContractAbi;
import java.util.Arrays;

/**
 * A contract of this project, from its committed artefact.
 *
 * @param name its name in our sources
 * @param creation the code that makes it, without the values given to it
 * @param deployed the code that then lies on the chain, before values are set in it
 */
record OwnContract(String name, ContractAbi abi, byte[] creation, byte[] deployed) {
    boolean isMadeBy(byte[] data) {
        return data.length >= creation.length && Arrays.equals(creation, 0, creation.length, data, 0, creation.length);
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
