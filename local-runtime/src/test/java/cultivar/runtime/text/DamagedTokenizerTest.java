package cultivar.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
