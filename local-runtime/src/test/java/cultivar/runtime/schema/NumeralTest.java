package cultivar.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.schema.Magnitude.Limit;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumeralTest {
    private static final String SIGNS = "-+.eE0123456789";

    @Test
    void takesExactlyTheWholeNumbersWithinLimits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 300; round++) {
            int one = random.nextInt(-250, 250);
            int other = random.nextInt(-250, 250);
            int least = Math.min(one, other);
            int most = Math.max(one, other);
            Numeral numeral = numeral(limit(least, false), limit(most, false), true);
            for (int value = -2600; value <= 2600; value++) {
                assertThat(takes(numeral, Integer.toString(value)))
                        .as("%d from %d to %d", value, least, most)
                        .isEqualTo(value >= least && value <= most);
            }
        }
    }

    @Test
    void takesExactlyTheNumbersWithinLimits() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 300; round++) {
            BigDecimal one = BigDecimal.valueOf(random.nextInt(-1500, 1500), 2);
            BigDecimal other = BigDecimal.valueOf(random.nextInt(-1500, 1500), random.nextInt(4));
            boolean open = random.nextBoolean();
            Limit least = random.nextInt(5) == 0 ? null : new Limit(one.min(other), open);
            Limit most = random.nextInt(5) == 0 ? null : new Limit(one.max(other), random.nextBoolean());
            if ((least == null && most == null) || one.compareTo(other) == 0) {
                continue;
            }
            Numeral numeral = numeral(least, most, false);
            for (int i = 0; i < 2000; i++) {
                BigDecimal value = BigDecimal.valueOf(random.nextInt(-2000, 2000), random.nextInt(4));
                value = i % 20 == 0 ? one : i % 20 == 1 ? other.setScale(6) : value;
                boolean above = least == null || value.compareTo(least.value()) >= (least.open() ? 1 : 0);
                boolean below = most == null || value.compareTo(most.value()) <= (most.open() ? -1 : 0);
                assertThat(takes(numeral, value.toPlainString()))
                        .as("%s from %s to %s", value, least, most)
                        .isEqualTo(above && below);
            }
        }
    }

    /** Most clients read numbers as doubles, which round what has more than 15 digits. */
    @Test
    void asADoubleANumberIsWithinItsLimitsToo() {
        Numeral below = numeral(null, limit(100, true), false);
        assertThat(takes(below, "99.9999999999999")).isTrue();
        assertThat(takes(below, "99.999999999999999")).isFalse();
        assertThat(takes(below, "0.999999999999999")).isTrue();
        Numeral above = numeral(limit(123456, true), null, false);
        assertThat(takes(above, "123456.000000001")).isTrue();
        assertThat(takes(above, "123456.000000000000001")).isFalse();
    }

    @Test
    void everyBeginningLeadsOn() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            BigDecimal one = BigDecimal.valueOf(random.nextInt(-1500, 1500), random.nextInt(4));
            BigDecimal other = one.add(BigDecimal.valueOf(random.nextInt(1, 1500), random.nextInt(5)));
            Limit least = random.nextInt(6) == 0 ? null : new Limit(one, random.nextBoolean());
            Limit most = random.nextInt(6) == 0 ? null : new Limit(other, random.nextBoolean());
            assertAllLeadOn(numeral(least, most, false));
        }
        assertAllLeadOn(numeral(limit(50, true), limit(100, true), false));
        assertAllLeadOn(numeral(limit(7, false), limit(7, false), true));
        assertAllLeadOn(numeral(limit(0, true), limit(1, true), false));
        assertAllLeadOn(numeral(null, limit(0, true), false));
        assertAllLeadOn(numeral(null, null, true));
        assertAllLeadOn((Numeral) NumberReader.any());
    }

    @Test
    void writesNumbersAsJsonDoes() {
        Numeral any = (Numeral) NumberReader.any();
        for (String number : List.of("0", "-0", "12", "-1.50", "1e5", "2.5E-07", "123456789012345")) {
            assertThat(takes(any, number)).as(number).isTrue();
        }
        for (String none : List.of("", "-", "01", "1.", ".5", "+1", "1e", "1e123", "--1", "1234567890123456")) {
            assertThat(takes(any, none)).as(none).isFalse();
        }
        Numeral integer = numeral(null, null, true);
        assertThat(takes(integer, "-0")).isFalse();
        assertThat(takes(integer, "1.0")).isFalse();
        assertThat(takes(integer, "1e2")).isFalse();
    }

    private static void assertAllLeadOn(Numeral start) {
        Map<Numeral, List<Numeral>> before = new HashMap<>();
        Set<Numeral> reached = new HashSet<>(Set.of(start));
        Deque<Numeral> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Numeral at = open.remove();
            for (byte sign : SIGNS.getBytes(StandardCharsets.US_ASCII)) {
                Numeral then = at.after(sign);
                if (then != null) {
                    before.computeIfAbsent(then, key -> new ArrayList<>()).add(at);
                    if (reached.add(then)) {
                        open.add(then);
                    }
                }
            }
        }
        Set<Numeral> leading = new HashSet<>();
        reached.stream().filter(Numeral::mayEnd).forEach(open::add);
        while (!open.isEmpty()) {
            Numeral at = open.remove();
            if (leading.add(at)) {
                open.addAll(before.getOrDefault(at, List.of()));
            }
        }
        assertThat(reached).as("from %s", start).allMatch(leading::contains);
    }

    private static Numeral numeral(@Nullable Limit least, @Nullable Limit most, boolean integer) {
        return Numeral.of(
                new Numeral.Kind(Magnitude.positive(least, most), Magnitude.negative(least, most), !integer, false));
    }

    private static Limit limit(int value, boolean open) {
        return new Limit(BigDecimal.valueOf(value), open);
    }

    private static boolean takes(Numeral numeral, String text) {
        Numeral at = numeral;
        for (byte next : text.getBytes(StandardCharsets.US_ASCII)) {
            Numeral then = at.after(next);
            if (then == null) {
                return false;
            }
            at = then;
        }
        return at.mayEnd();
    }
}
