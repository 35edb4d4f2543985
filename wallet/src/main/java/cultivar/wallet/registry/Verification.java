package cultivar.wallet.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of recomputing what was registered.
 *
 * @param holds true only if every check holds and there is at least one
 * @param checks what was compared, in order
 */
public record Verification(boolean holds, List<Check> checks) {
    /** The result of these checks. */
    public static Verification of(List<Check> checks) {
        return new Verification(!checks.isEmpty() && checks.stream().allMatch(Check::holds), List.copyOf(checks));
    }

    /** This result with more checks at its end. */
    public Verification and(List<Check> more) {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(more);
        return of(all);
    }

    /** The checks that do not hold. */
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.holds()).toList();
    }
}
