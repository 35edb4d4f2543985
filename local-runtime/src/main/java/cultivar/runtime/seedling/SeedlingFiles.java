package cultivar.runtime.seedling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes Seedling's tokenizer in the Hugging Face layout. */
public final class SeedlingFiles {
    /** Names of the files that {@link #writeTokenizer} writes. */
    public static final List<String> TOKENIZER_FILES =
            List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja");

    /** Tokens in the vocabulary, special ones included. */
    public static final int VOCABULARY = 1024;

    private static final long SAMPLE_SEED = 20261121;
    private static final int SAMPLE = 40_000;

    /** Three in four thousand of the answers in the sample. */
    private static final int LEAST_WRITTEN = 30;

    private static final String TEMPLATE = """
        {% for message in messages %}<|im_start|>{{ message['role'] }}
        {{ message['content'] }}<|im_end|>
        {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
        {% endif %}\
        """;

    private SeedlingFiles() {}

    /**
     * Trains the tokenizer on a sample of the corpus and writes its files; the same bytes every time.
     *
     * @param folder made where it is missing
     * @throws IOException when a file cannot be written; none is left half-written
     */
    public static void writeTokenizer(Path folder) throws IOException {
        write(trained(), folder);
    }

    static void write(Bpe bpe, Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("tokenizer.json"), tokenizer(bpe));
        write(folder.resolve("tokenizer_config.json"), config());
        write(folder.resolve("chat_template.jinja"), TEMPLATE);
    }

    static Bpe trained() {
        BpeTrainer trainer = new BpeTrainer(LEAST_WRITTEN);
        Corpus.examples(SAMPLE_SEED).limit(SAMPLE).forEach(example -> {
            for (Turn turn : example.messages()) {
                trainer.count(turn.content(), turn.role().equals("assistant"));
            }
        });
        return trainer.train(VOCABULARY);
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static String pretty(Object value) {
        return JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(value)
                        .replace("\r\n", "\n")
                + "\n";
    }

    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }

    private static String tokenizer(Bpe bpe) {
        Map<String, Object> vocabulary = new LinkedHashMap<>();
        List<String> tokens = bpe.vocabulary();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        List<Object> added = new ArrayList<>();
        for (int id = 0; id < Bpe.SPECIAL.size(); id++) {
            added.add(object(
                    "id",
                    id,
                    "content",
                    Bpe.SPECIAL.get(id),
                    "single_word",
                    false,
                    "lstrip",
                    false,
                    "rstrip",
                    false,
                    "normalized",
                    false,
                    "special",
                    true));
        }
        Map<String, Object> model = object("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", false);
        model.put("vocab", vocabulary);
        model.put(
                "merges",
                bpe.merges().stream().map(m -> List.of(m.left(), m.right())).toList());

        Map<String, Object> byteLevel =
                object("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false, "use_regex", false);
        Map<String, Object> root = object("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", added);
        root.put("normalizer", null);
        root.put(
                "pre_tokenizer",
                object(
                        "type",
                        "Sequence",
                        "pretokenizers",
                        List.of(
                                object(
                                        "type",
                                        "Split",
                                        "pattern",
                                        object("Regex", Bpe.SPLIT),
                                        "behavior",
                                        "Isolated",
                                        "invert",
                                        false),
                                byteLevel)));
        root.put("post_processor", null);
        root.put("decoder", byteLevel);
        root.put("model", model);
        return pretty(root);
    }

    private static String config() {
        return pretty(object(
                "tokenizer_class",
                "PreTrainedTokenizerFast",
                "bos_token",
                "<|endoftext|>",
                "eos_token",
                "<|im_end|>",
                "pad_token",
                "<|endoftext|>",
                "add_bos_token",
                false,
                "add_eos_token",
                false,
                "clean_up_tokenization_spaces",
                false,
                "model_max_length",
                1024));
    }
}
