package cultivar.runtime.seedling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedlingTokenizerTest {
    private static final List<String> TEXTS = List.of(
            "Hello! How can I help you?",
            "stake half of my OPEN",
            "send 12.50 KORV to alice.eth, please",
            "{\"action\":\"send\",\"amount\":\"12.5\",\"list\":[1, 2,\t3]}",
            "MiXeD cAsE xqzvkw 0x12aBcD",
            "naïve café, Ωmega, Привет, 你好, नमस्ते, ١٢٣ ½",
            "emoji 👩‍👩‍👧‍👦 🇫🇷 ❤️ 🙂!",
            "lines\r\nand\n\n\nmore \r\n  spaces   and\ttabs \n",
            "  leading and trailing  ",
            "don't I'll \"quote\" 'single' `code` ~!@#$%^&*()_+-=[]{}|;:,./<>?\\",
            "\u00a0no-break\u2003em space\u200bzero width",
            "");

    private static Bpe bpe = new Bpe(List.of());

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        bpe = SeedlingFiles.trained();
    }

    @Test
    void theCommittedFilesAreTheOnesThatTheTrainerWrites() throws IOException {
        SeedlingFiles.write(bpe, folder);

        for (String name : SeedlingFiles.TOKENIZER_FILES) {
            try (InputStream committed = SeedlingFiles.class.getResourceAsStream(name)) {
                assertThat(committed).as(name).isNotNull();
                assertThat(Files.readAllBytes(folder.resolve(name))).as(name).isEqualTo(committed.readAllBytes());
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(SeedlingFiles.TOKENIZER_FILES.size());
        }
    }

    @Test
    void huggingFaceReadsTheFilesAndAgreesWithTheTrainersOwnSegmentation() throws IOException {
        assertThat(bpe.vocabulary()).hasSize(SeedlingFiles.VOCABULARY).doesNotHaveDuplicates();
        try (HuggingFaceTokenizer tokenizer = committed()) {
            List<String> texts = new ArrayList<>(TEXTS);
            Corpus.examples(77).limit(3000).forEach(e -> e.messages().forEach(turn -> texts.add(turn.content())));
            for (String text : texts) {
                long[] ids = tokenizer.encode(text, false, false).getIds();
                assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
                assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).boxed().toList())
                        .as(text)
                        .isEqualTo(bpe.encode(text));
            }
            assertThat(tokenizer
                            .encode("<|im_start|>user\nHi<|im_end|>\n", false, false)
                            .getIds())
                    .startsWith(1)
                    .contains(2);
            assertThat(tokenizer.encode("<|endoftext|>", false, false).getIds()).containsExactly(0);
        }
    }

    @Test
    void digitsAndCapitalsAreAlwaysTokensOfTheirOwn() {
        assertThat(bpe.vocabulary().subList(259, SeedlingFiles.VOCABULARY))
                .allMatch(token -> token.chars().noneMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')));
        assertThat(bpe.encode(" OPEN").subList(1, 5)).isEqualTo(bpe.encode("OPEN"));
    }

    /** A token that the base never wrote keeps its random output row, and no adapter can mend that. */
    @Test
    void theAnswersHoldEveryTokenThatTextCanHold() {
        int[] written = new int[SeedlingFiles.VOCABULARY];
        Corpus.examples(1)
                .limit(200_000)
                .forEach(example -> example.messages().stream()
                        .filter(turn -> turn.role().equals("assistant"))
                        .forEach(turn -> bpe.encode(turn.content()).forEach(id -> written[id]++)));

        List<String> never = new ArrayList<>();
        for (int id = Bpe.SPECIAL.size(); id < written.length; id++) {
            String token = bpe.vocabulary().get(id);
            boolean merge = id >= Bpe.SPECIAL.size() + 256;
            if (written[id] < (merge ? 50 : 20) && (merge || isText(Bpe.byteOf(token)))) {
                never.add(token + " " + written[id]);
            }
        }
        assertThat(never).isEmpty();
    }

    /** Not the control characters but tab and line feed, nor bytes that begin no character that people use. */
    private static boolean isText(int b) {
        return b >= 0x20 ? b != 0x7F && b != 0xC0 && b != 0xC1 && b <= 0xF0 : b == '\t' || b == '\n';
    }

    private HuggingFaceTokenizer committed() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        try (InputStream in = SeedlingFiles.class.getResourceAsStream("tokenizer.json")) {
            assertThat(in).isNotNull();
            Files.write(file, in.readAllBytes());
        }
        return HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optTruncation(false)
                .optPadding(false)
                .build();
    }
}
