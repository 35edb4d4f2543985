package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import cultivar.wallet.signing.Draft;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a contract before it is priced.
 *
 * @param to the contract; null makes one
 * @param value coin sent along, in wei
 * @param data call data or creation code
 * @param details what it does, in words, line by line
 */
public record ContractCall(@Nullable Address to, BigInteger value, byte[] data, List<Detail> details) {
    /** Keeps its own copy. */
    public ContractCall {
        details = List.copyOf(details);
    }

    /** A call without coin. */
    public static ContractCall of(Address to, byte[] data, List<Detail> details) {
        return new ContractCall(to, BigInteger.ZERO, data, details);
    }

    /** What goes into the transaction. */
    public Draft draft() {
        return new Draft(to, value, data);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContractCall that
                && Objects.equals(to, that.to)
                && value.equals(that.value)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(to, value, Arrays.hashCode(data));
    }
}
