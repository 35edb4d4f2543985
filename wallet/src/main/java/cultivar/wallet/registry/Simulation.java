package cultivar.wallet.registry;

import java.math.BigInteger;

/** What would happen if the transaction were sent now. */
public sealed interface Simulation {
    /** It would go through; the text says to what end. */
    record Succeeds(String text) implements Simulation {}

    /** The contract would refuse it. */
    record Refused(String reason) implements Simulation {}

    /** The account has not enough coin. */
    record TooPoor(BigInteger balance, BigInteger needed, String reason) implements Simulation {}

    /** True if it would go through. */
    default boolean succeeds() {
        return this instanceof Succeeds;
    }

    /** One line for people. */
    default String words() {
        return switch (this) {
            case Succeeds(String text) -> text;
            case Refused(String reason) -> reason;
            case TooPoor poor -> poor.reason();
        };
    }
}
