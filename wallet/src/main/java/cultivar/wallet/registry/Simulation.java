package cultivar.wallet.registry;

import java.math.BigInteger;

/** What would happen if the transaction were sent now. */
public sealed interface Simulation {
    /** It would go through. */
    record Succeeds(BigInteger tokenId) implements Simulation {}

    /** The contract would refuse it. */
    record Refused(String reason) implements Simulation {}

    /** The account has not enough coin for the fee. */
    record TooPoor(BigInteger balance, BigInteger needed, String reason) implements Simulation {}

    /** True if it would go through. */
    default boolean succeeds() {
        return this instanceof Succeeds;
    }

    /** One line for people. */
    default String words() {
        return switch (this) {
            case Succeeds(BigInteger tokenId) -> "It will succeed: the adapter becomes token " + tokenId + ".";
            case Refused(String reason) -> reason;
            case TooPoor poor -> poor.reason();
        };
    }
}
