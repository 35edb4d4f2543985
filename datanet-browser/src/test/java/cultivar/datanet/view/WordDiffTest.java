package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDiffTest {
    /** The text with what is its own in brackets. */
    private static String marked(String other, String text) {
        return WordDiff.of(other, text).stream()
                .map(part -> part.own() ? "[" + part.text() + "]" : part.text())
                .collect(Collectors.joining());
    }

    @Test
    void marksWhatTheOtherDoesNotHave() {
        assertThat(marked("swap 5 OPEN for USDC", "swap 7 OPEN for all USDC"))
                .isEqualTo("swap[ 7] OPEN for[ all] USDC");
        assertThat(marked("a b c", "a b c")).isEqualTo("a b c");
        assertThat(marked("", "a b")).isEqualTo("[a b]");
        assertThat(marked("a b", "")).isEmpty();
        assertThat(marked("a  b\nc", "a b c")).as("spaces are no difference").isEqualTo("a b c");
        assertThat(marked("x a y b z", "a q b")).isEqualTo("a[ q] b");
    }

    @Test
    void textsBeyondComparingAreMarkedBetweenTheirCommonEnds() {
        String one = "begin " + "x ".repeat(3000) + "end";
        String other = "begin " + "y ".repeat(3000) + "end";
        assertThat(WordDiff.of(one, other)).hasSize(3).element(1).matches(WordDiff.Part::own);
    }
}
