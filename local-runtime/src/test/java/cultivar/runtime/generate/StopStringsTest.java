package cultivar.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void holdsBackWhatMayBeABeginningAndGivesItWhenItWasNone() {
        StopStrings stops = new StopStrings(List.of("STOP"));
        assertThat(stops.take("one ST", true)).isEqualTo("one ");
        assertThat(stops.take("O", true)).isEmpty();
        assertThat(stops.take("NE ", true)).isEqualTo("STONE ");
        assertThat(stops.take("S", true)).isEmpty();
        assertThat(stops.rest()).isEqualTo("S");
        assertThat(stops.found()).isNull();
    }

    @Test
    void findsAStringThatBeginsAgainInsideItself() {
        StopStrings stops = new StopStrings(List.of("aab"));
        assertThat(stops.take("a", true) + stops.take("a", true) + stops.take("a", true) + stops.take("bc", true))
                .isEqualTo("a");
        assertThat(stops.found()).isEqualTo("aab");
        assertThat(stops.rest()).isEmpty();
    }

    @Test
    void theFirstThatIsWholeCountsAndOfThoseTheLongest() {
        StopStrings first = new StopStrings(List.of("abcd", "c"));
        assertThat(first.take("xabcd", true)).isEqualTo("xab");
        assertThat(first.found()).isEqualTo("c");
        StopStrings longest = new StopStrings(List.of("c", "bc", "abd"));
        assertThat(longest.take("xabc", true)).isEqualTo("xa");
        assertThat(longest.found()).isEqualTo("bc");
    }

    /** However a text is cut into pieces, the same is given. */
    @Test
    void cutsDoNotMatter() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 2000; round++) {
            List<String> strings = List.of(word(random, 1 + random.nextInt(4)), word(random, 3));
            String text = word(random, 12);
            StopStrings whole = new StopStrings(strings);
            String expected = whole.take(text, true) + whole.rest();
            StopStrings pieces = new StopStrings(strings);
            StringBuilder given = new StringBuilder();
            for (int at = 0; at < text.length() && pieces.found() == null; ) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(4));
                given.append(pieces.take(text.substring(at, to), true));
                assertThat(strings).noneMatch(given.toString()::contains);
                at = to;
            }
            given.append(pieces.rest());
            assertThat(given).hasToString(expected);
            assertThat(pieces.found()).isEqualTo(whole.found());
            assertThat(text).startsWith(expected);
            assertThat(whole.found() == null).isEqualTo(strings.stream().noneMatch(text::contains));
        }
    }

    private static String word(SplittableRandom random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(2)));
        }
        return word.toString();
    }
}
