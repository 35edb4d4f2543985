package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction before its fee and number are known.
 *
 * @param to the receiver; null makes a contract
 * @param value coin sent along, in wei
 * @param data call data or creation code
 */
public record Draft(@Nullable Address to, BigInteger value, byte[] data) {
    /** Sends coin and nothing else. */
    public static Draft coin(Address to, BigInteger wei) {
        return new Draft(to, wei, new byte[0]);
    }

    /** Calls a contract without coin. */
    public static Draft call(Address contract, byte[] data) {
        return new Draft(contract, BigInteger.ZERO, data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Draft(Address otherTo, BigInteger otherValue, byte[] otherData)
                && Objects.equals(to, otherTo)
                && value.equals(otherValue)
                && Arrays.equals(data, otherData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(to, value, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        return "Draft[" + to + ", " + value + ", " + Hex.encode(data) + "]";
    }
}
