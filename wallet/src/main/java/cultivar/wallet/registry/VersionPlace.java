package cultivar.wallet.registry;

import java.math.BigInteger;

/** Where a datanet version is on a chain: the datanet's number and the version's, both counted from one. */
public record VersionPlace(BigInteger datanet, BigInteger number) {
    @Override
    public String toString() {
        return datanet + "@" + number;
    }
}
