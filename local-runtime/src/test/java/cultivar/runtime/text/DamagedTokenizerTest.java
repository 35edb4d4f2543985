package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedTokenizerTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFolderOrFileIsNamed() {
        assertThatThrownBy(() -> Tokenizer.open(folder.resolve("nowhere")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("no checkpoint folder");
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("no tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"model\": 3}",
                "{\"model\": {}}",
                "{\"model\": {\"vocab\": {\"a\": -1}}}",
                "{\"model\": {\"vocab\": {\"a\": 99999999999}}}",
                "{\"model\": {\"vocab\": {\"a\": \"b\"}}}",
                "{\"model\": {\"type\": \"Nonsense\", \"vocab\": {\"a\": 0}}}",
                "{\"added_tokens\": [3], \"model\": {\"vocab\": {\"a\": 0}}}",
                "{\"added_tokens\": [{\"content\": \"x\"}], \"model\": {\"vocab\": {\"a\": 0}}}",
                "{\"added_tokens\": [], \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [[\"a\","
                        + " \"b\"]]}}"
            })
    void nonsenseIsOneClearLine(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        assertRefused();
    }

    /** Each of these once ended the whole program inside the native library. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"normalizer\": {\"type\": \"Prepend\", \"prepend\": \"\"}",
                "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"String\": \"\"}, \"content\": \"x\"}",
                "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"b*\"}, \"content\": \"x\"}",
                "\"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAAA\"}",
                "\"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"BAAAAP///38=\"}",
                "\"pre_tokenizer\": {\"type\": \"FixedLength\", \"length\": 0}"
            })
    void stepsThatTheNativeLibraryDoesNotSurviveAreRefused(String part) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer.json"),
                "{" + part + ", \"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}}");
        assertRefused();
    }

    @Test
    void aMergeThatForgetsThePrefixIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), """
            {"model": {"type": "BPE", "continuing_subword_prefix": "##", "vocab": {"a": 0}, "merges": ["a a"]}}
            """);
        assertRefused();
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":" + "[".repeat(100_000));
        assertRefused();
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":" + "{\"a\":".repeat(100_000));
        assertRefused();
    }

    private void assertRefused() {
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(TokenizerException.class)
                .satisfies(e ->
                        assertThat(e.getMessage()).contains("tokenizer.json").doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte-level", "metaspace-first", "unigram"})
    void mutatedFilesEndInAnErrorOrInAWorkingTokenizer(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TestTokenizers.folder(name).resolve("tokenizer.json"));
        Random random = new Random(20261121);
        int rounds = Integer.getInteger("cultivar.fuzz.rounds", 150);
        for (int round = 0; round < rounds; round++) {
            Files.write(folder.resolve("tokenizer.json"), mutated(whole, random));
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                int[] ids = tokenizer.encode("What is a row? 🙂 <|im_end|>");
                assertThat(tokenizer.decode(ids, true)).isNotNull();
            } catch (TokenizerException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> {
                String[] words = {"null", "-1", "1e9", "true", "\"\"", "{}", "[]", "4294967296", "\"BPE\"", "0"};
                String text = new String(bytes, StandardCharsets.UTF_8);
                int from = text.indexOf(':', random.nextInt(text.length()));
                int to = from < 0 ? -1 : text.indexOf(',', from);
                if (to > 0) {
                    text = text.substring(0, from + 1) + words[random.nextInt(words.length)] + text.substring(to);
                }
                bytes = text.getBytes(StandardCharsets.UTF_8);
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + random.nextInt(30));
                byte[] cut = new byte[bytes.length - (to - from)];
                System.arraycopy(bytes, 0, cut, 0, from);
                System.arraycopy(bytes, to, cut, from, bytes.length - to);
                bytes = cut;
            }
        }
        return bytes;
    }
}
