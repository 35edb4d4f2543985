package cultivar.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.text.TokenizerParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Tokenizers as a GGUF file holds them, and how their way of cutting text is named. */
class VocabularyTest {
    private static final String GPT4 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}"
                    + "| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "gpt-2 ~ false ~ {\"type\":\"ByteLevel\",\"add_prefix_space\":false}",
                "gpt-2 ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":true}]}",
                "smollm ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\",\"individual_digits\":true},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":true}]}",
                "llama-bpe ~ true ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"GPT4\"},\"behavior\":\"Isolated\",\"invert\":false},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]}",
                "dbrx ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"GPT4\"},\"behavior\":\"Removed\",\"invert\":true},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]}",
                "none ~ false ~ {\"type\":\"ByteLevel\",\"add_prefix_space\":true}",
                "none ~ true ~ {\"type\":\"ByteLevel\",\"add_prefix_space\":false}",
                "none ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"[a-z]+|.\"},\"behavior\":\"Isolated\"},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]}",
                "none ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"GPT4\"},\"behavior\":\"MergedWithNext\"},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":false}]}",
                "none ~ false ~"
                    + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\",\"individual_digits\":false},{\"type\":\"ByteLevel\",\"add_prefix_space\":false}]}",
                "none ~ false ~ null",
            })
    void namesTheWayInWhichTextIsCut(String name, boolean wholeWords, String preTokenizer) {
        var json = JsonMapper.builder().build().readTree(preTokenizer.replace("GPT4", GPT4));
        assertThat(PreTokenizers.name(json, wholeWords)
                        .map(PreTokenizers.Named::name)
                        .orElse("none"))
                .isEqualTo(name);
    }

    @Test
    void piecesGetScoresInTheOrderOfTheirMerges() throws IOException {
        pieces(
                "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Prepend\",\"prepend\":\"▁\"},"
                        + "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"▁\"}]}",
                "[\"▁ a\",\"a b\",\"▁ ab\",\"▁a b\"]");
        try (GgufFile file = write(300)) {
            assertThat(file.text("tokenizer.ggml.model")).contains("llama");
            assertThat(file.flag("tokenizer.ggml.add_space_prefix")).contains(true);
            List<?> tokens = file.list("tokenizer.ggml.tokens");
            List<?> scores = file.list("tokenizer.ggml.scores");
            assertThat(scores.get(tokens.indexOf("▁a"))).isEqualTo(-1.0);
            assertThat(scores.get(tokens.indexOf("ab"))).isEqualTo(-2.0);
            assertThat(scores.get(tokens.indexOf("▁ab"))).isEqualTo(-3.0);
            List<?> types = file.list("tokenizer.ggml.token_type");
            assertThat(types.get(tokens.indexOf("<unk>"))).isEqualTo(2L);
            assertThat(types.get(tokens.indexOf("</s>"))).isEqualTo(3L);
            assertThat(types.get(tokens.indexOf("<0x0A>"))).isEqualTo(6L);
            assertThat(types.get(tokens.indexOf("ab"))).isEqualTo(1L);
            assertThat(types.get(299)).isEqualTo(5L);
            // Words that people may type stand in the file as they are typed.
            assertThat(types.get(tokens.indexOf("two words"))).isEqualTo(4L);
            assertThat(file.number("tokenizer.ggml.unknown_token_id")).contains(0L);
            assertThat(file.number("tokenizer.ggml.eos_token_id")).contains(2L);
        }
    }

    @Test
    void refusesPiecesThatHaveNoOrder() throws IOException {
        String spaces = "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"▁\"}";
        pieces(spaces, "[\"▁ a\",\"▁ ab\",\"a b\",\"▁a b\"]");
        refused("follow no order");
        pieces("null", "[\"▁ a\"]");
        refused("keeps spaces");
        pieces("{\"type\":\"Lowercase\"}", "[\"▁ a\"]");
        refused("changes text by Lowercase");
    }

    @Test
    void refusesMoreTokensThanTheModelHas() throws IOException {
        pieces("{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"▁\"}", "[]");
        assertThatExceptionOfType(LlamaCppException.class)
                .isThrownBy(() -> write(100))
                .withMessageContaining("the model's vocabulary is 100");
    }

    private void refused(String saying) {
        assertThatExceptionOfType(LlamaCppException.class)
                .isThrownBy(() -> write(300))
                .withMessageContaining(saying);
    }

    private GgufFile write(int size) throws IOException {
        GgufWriter writer = new GgufWriter();
        Vocabulary.write(TokenizerParts.of(folder), size, writer);
        Path file = folder.resolve("vocabulary.gguf");
        Files.deleteIfExists(file);
        writer.write(file, bytes -> {});
        return GgufFile.open(file);
    }

    /** A small vocabulary of SentencePiece's kind. */
    private void pieces(String normalizer, String merges) throws IOException {
        StringBuilder vocabulary = new StringBuilder("\"<unk>\":0,\"<s>\":1,\"</s>\":2");
        for (int i = 0; i < 256; i++) {
            vocabulary.append(String.format(Locale.ROOT, ",\"<0x%02X>\":%d", i, 3 + i));
        }
        int id = 259;
        for (String piece : List.of("▁", "a", "b", "▁a", "ab", "▁ab")) {
            vocabulary.append(String.format(Locale.ROOT, ",\"%s\":%d", piece, id++));
        }
        Files.writeString(folder.resolve("tokenizer.json"), """
            {"added_tokens": [{"id": 0, "content": "<unk>", "special": true},
              {"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>", "special": true},
              {"id": 280, "content": "two▁words", "special": false}],
             "normalizer": %s, "pre_tokenizer": null,
             "model": {"type": "BPE", "byte_fallback": true, "unk_token": "<unk>", "vocab": {%s}, "merges": %s}}\
            """.formatted(normalizer, vocabulary, merges));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\", \"unk_token\": \"<unk>\"}");
    }
}
