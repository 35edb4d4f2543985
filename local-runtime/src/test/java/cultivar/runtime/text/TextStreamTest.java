package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextStreamTest {
    private static final String TEXT = "A naïve 東京 🙂🙂 text,  with  spaces\n\nand ½ a line: what is a row?";

    @ParameterizedTest
    @ValueSource(strings = {"byte-level", "prepend", "metaspace-first"})
    void charactersComeWholeAndAddUpToTheText(String name) {
        try (Tokenizer tokenizer = Tokenizer.open(TestTokenizers.folder(name))) {
            StringBuilder all = new StringBuilder();
            TextStream stream = tokenizer.stream();
            int pieces = 0;
            for (int id : tokenizer.encode(TEXT)) {
                String piece = stream.feed(id);
                assertThat(piece).doesNotContain("\ufffd");
                if (!piece.isEmpty()) {
                    pieces++;
                    assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
                    assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                            .isFalse();
                }
                all.append(piece);
            }
            assertThat(all.append(stream.flush())).hasToString(TEXT);
            assertThat(pieces).isGreaterThan(20);
        }
    }

    @Test
    void whatStaysBrokenShowsInTheEnd() {
        try (Tokenizer tokenizer = Tokenizer.open(TestTokenizers.folder("byte-level"))) {
            int[] smile = tokenizer.encode("🙂");
            assertThat(smile.length).isGreaterThan(1);
            TextStream stream = tokenizer.stream();
            for (int id : Arrays.copyOf(smile, smile.length - 1)) {
                assertThat(stream.feed(id)).isEmpty();
            }
            assertThat(stream.flush()).isEqualTo("\ufffd");
            assertThat(stream.flush()).isEmpty();
        }
    }

    @Test
    void brokenBytesDoNotHoldUpTheTextForLong() {
        try (Tokenizer tokenizer = Tokenizer.open(TestTokenizers.folder("byte-level"))) {
            int[] smile = tokenizer.encode("🙂");
            TextStream stream = tokenizer.stream();
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                seen.append(stream.feed(smile[0]));
            }
            assertThat(seen).isNotEmpty();
            assertThat(stream.feed(tokenizer.encode("a")[0])).endsWith("a");
        }
    }

    @Test
    void controlTokensAreNotShown() {
        try (Tokenizer tokenizer = Tokenizer.open(TestTokenizers.folder("byte-level"))) {
            TextStream stream = tokenizer.stream();
            assertThat(stream.feed(tokenizer.idOf("<|im_end|>"))).isEmpty();
            assertThat(stream.feed(tokenizer.encode("a")[0])).isEqualTo("a");
            assertThat(stream.feed(tokenizer.eosId())).isEmpty();
            assertThat(stream.flush()).isEmpty();
        }
    }
}
