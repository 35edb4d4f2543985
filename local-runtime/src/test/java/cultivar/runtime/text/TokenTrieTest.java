package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.seedling.Seedling;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTrieTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"byte-level", "merged", "metaspace-first", "prepend", "unigram", "seedling"})
    void bytesAreThoseOfTheDecodedText(String name) {
        Path folder = name.equals("seedling") ? Seedling.install(temporary) : TestTokenizers.folder(name);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            TokenTrie trie = tokenizer.trie();
            SplittableRandom random = new SplittableRandom(3);
            int compared = 0;
            for (int round = 0; round < 3000; round++) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                int[] ids = random.ints(4, 0, tokenizer.vocabularySize()).toArray();
                for (int id : ids) {
                    byte[] piece = trie.bytes(id);
                    if (piece == null) {
                        assertThat(tokenizer.specialIds().contains(id)
                                        || tokenizer.endIds().contains(id)
                                        || tokenizer.tokenOf(id).isEmpty())
                                .isTrue();
                    } else {
                        bytes.writeBytes(piece);
                    }
                }
                String spelt = bytes.toString(StandardCharsets.UTF_8);
                if (!spelt.contains("\ufffd")) {
                    compared++;
                    String decoded = tokenizer.decode(ids, true);
                    assertThat(spelt).isIn(decoded, " " + decoded);
                }
            }
            assertThat(compared).isGreaterThan(100);
        }
    }

    @Test
    void tellsEveryTokenThatAnAutomatonTakes() {
        byte[][] bytes = bytes("a", "ab", "abc", "b", "ab", "", "ba", "bcd", "é");
        TokenTrie trie = TokenTrie.of(bytes);
        assertThat(accepted(trie, "abcd")).containsExactly(0, 1, 2, 4);
        assertThat(accepted(trie, "bcd")).containsExactly(3, 7);
        assertThat(accepted(trie, "é")).containsExactly(8);
        assertThat(accepted(trie, "x")).isEmpty();
        assertThat(accepted(trie, "abcd", 1, 2)).containsExactly(0, 1, 4);
        assertThat(accepted(trie, "abcd", 2, 9)).containsExactly(1, 2, 4);
        assertThat(accepted(trie, "bcd", 2, 2)).isEmpty();
        assertThat(trie.hasSingles('a', 'b')).isTrue();
        assertThat(trie.hasSingles('a', 'c')).isFalse();
    }

    @Test
    void leavesOutPartsOfCharactersThatNothingCouldGoOnFrom() {
        byte[] half = {(byte) 0xc3};
        byte[] rest = {(byte) 0xa9};
        TokenTrie some = TokenTrie.of(new byte[][] {half, rest, "é".getBytes(StandardCharsets.UTF_8)});
        assertThat(accepted(some, "é")).containsExactly(2);
        byte[][] all = new byte[256][];
        for (int value = 0; value < all.length; value++) {
            all[value] = new byte[] {(byte) value};
        }
        assertThat(accepted(TokenTrie.of(all), "é")).containsExactly(0xc3);
    }

    private static byte[][] bytes(String... tokens) {
        return Arrays.stream(tokens)
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** The tokens that a text begins with; the state is how many bytes are done. */
    private static List<Integer> accepted(TokenTrie trie, String text) {
        return accepted(trie, text, 1, text.length() * 3);
    }

    private static List<Integer> accepted(TokenTrie trie, String text, int least, int most) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Integer> found = new ArrayList<>();
        trie.accepted(
                0,
                (done, next) -> done < wanted.length && (wanted[done] & 0xff) == next ? done + 1 : null,
                least,
                most,
                found::add);
        return found.stream().sorted().toList();
    }
}
