package cultivar.runtime.fuzz;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.StoredRows;
import cultivar.runtime.safetensors.TensorInfo;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.TestTokenizers;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.text.TokenizerParts;
import cultivar.runtime.train.Example;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What reads files that may be damaged: the sound files, how they are damaged, and what is done with them. */
enum Target {
    /** Single safetensors files, each tensor of which is read. */
    SAFETENSORS {
        @Override
        void write(Path folder, Random random) throws IOException {
            new SafetensorsWriter()
                    .metadata("format", "pt")
                    .add("a.weight", DType.F32, new long[] {4, 6}, FloatBuffer.wrap(new float[24]))
                    .add("b.weight", DType.BF16, new long[] {3, 5}, FloatBuffer.wrap(new float[15]))
                    .add("c.bias", DType.F16, new long[] {7}, FloatBuffer.wrap(new float[7]))
                    .add("d", DType.F32, new long[] {}, FloatBuffer.wrap(new float[1]))
                    .write(folder.resolve("x.safetensors"));
        }

        @Override
        void use(Path folder) {
            try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("x.safetensors"))) {
                for (TensorInfo tensor : file.tensors().values()) {
                    long sum = 0;
                    for (byte value : file.bytes(tensor).toArray(ValueLayout.JAVA_BYTE)) {
                        sum += value;
                    }
                    check(Math.abs(sum) <= 128L * (tensor.end() - tensor.begin()));
                    if (tensor.dtype().isFloating()) {
                        check(file.floats(tensor).capacity() == 4 * tensor.elements());
                        StoredRows rows = new StoredRows(tensor, file.bytes(tensor));
                        float[] row = new float[rows.columns()];
                        for (long i = 0; i < rows.rows(); i++) {
                            rows.read(i, row);
                        }
                    }
                }
            }
        }
    },

    /** Checkpoint folders with an adapter, which are opened by the engine and asked for the losses of a row. */
    CHECKPOINT {
        @Override
        void write(Path folder, Random random) throws IOException {
            TinyModel.write(folder);
            if (random.nextBoolean()) {
                shard(folder);
            }
            Files.writeString(folder.resolve("adapter_config.json"), """
                {"peft_type": "LORA", "r": 2, "lora_alpha": 4, "lora_dropout": 0.0, "bias": "none",
                 "target_modules": ["q_proj"], "rank_pattern": {"layers.1.self_attn.q_proj": 3}, "alpha_pattern": {},
                 "use_rslora": false, "use_dora": false, "layers_to_transform": null, "modules_to_save": null}
                """);
            SafetensorsWriter writer = new SafetensorsWriter();
            for (int layer = 0; layer < 2; layer++) {
                String name = "base_model.model.model.layers." + layer + ".self_attn.q_proj.lora_";
                int rank = 2 + layer;
                float[] values = new float[32 * rank];
                writer.add(name + "A.weight", DType.F32, new long[] {rank, 32}, FloatBuffer.wrap(values));
                writer.add(name + "B.weight", DType.F32, new long[] {32, rank}, FloatBuffer.wrap(values));
            }
            writer.write(folder.resolve("adapter_model.safetensors"));
        }

        private void shard(Path folder) throws IOException {
            Path whole = TinyModel.weights(folder);
            Map<String, String> index = new TreeMap<>();
            try (SafetensorsFile file = SafetensorsFile.open(whole)) {
                List<TensorInfo> tensors = new ArrayList<>(file.tensors().values());
                for (int shard = 0; shard < 2; shard++) {
                    String name = "model-0000" + (shard + 1) + "-of-00002.safetensors";
                    SafetensorsWriter writer = new SafetensorsWriter();
                    int half = tensors.size() / 2;
                    for (TensorInfo tensor :
                            shard == 0 ? tensors.subList(0, half) : tensors.subList(half, tensors.size())) {
                        writer.copy(tensor, file.bytes(tensor));
                        index.put(tensor.name(), name);
                    }
                    writer.write(folder.resolve(name));
                }
            }
            Files.delete(whole);
            StringBuilder json = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
            index.forEach((tensor, file) -> json.append(json.charAt(json.length() - 1) == '{' ? "" : ", ")
                    .append("\"" + tensor + "\": \"" + file + "\""));
            Files.writeString(folder.resolve("model.safetensors.index.json"), json + "}}");
        }

        @Override
        void use(Path folder) {
            try (LanguageModel model = EngineUnderTest.engine().open(folder)) {
                Example row = new Example(new int[] {3, 5, 2, 4}, 1);
                DecoderSpec spec = model.spec();
                check(model.score(row, null).logprobs().length == 3);
                try (LoraAdapter adapter = model.loadAdapter(folder)) {
                    check(adapter.modules().size() <= 7 * spec.layers());
                    check(model.score(row, adapter).logprobs().length == 3);
                }
            }
        }
    },

    /** Tokenizer folders of every common kind, with which texts are cut up, put together and rendered. */
    TOKENIZER {
        @Override
        void write(Path folder, Random random) throws IOException {
            List<String> kinds = List.of("byte-level", "merged", "metaspace-first", "prepend", "unigram");
            Path source = TestTokenizers.folder(kinds.get(random.nextInt(kinds.size())));
            Files.copy(source.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
            Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "<|im_end|>", "add_bos_token": true,
                 "additional_special_tokens": ["<|im_start|>"], "model_max_length": 1e30,
                 "added_tokens_decoder": {"5": {"content": "<|extra|>", "special": true, "normalized": false}},
                 "chat_template": [{"name": "default", "template":
                 "{% for m in messages %}<|im_start|>{{ m.role }}\\n{{ m.content }}<|im_end|>{% endfor %}"}]}
                """);
            Files.writeString(folder.resolve("special_tokens_map.json"), "{\"unk_token\": {\"content\": \"<unk>\"}}");
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [1, 2]}");
            Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": 2, \"text_config\": {}}");
        }

        @Override
        void use(Path folder) {
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                int[] ids =
                        tokenizer.encode("What is a row?  \n\t 🙂é東<|im_end|> <s>_-0123456789aaaaaaaaaaaaaaaaaaaaaaaa");
                String text = tokenizer.decode(ids, true);
                check(text.equals(tokenizer.decode(ids, true)));
                var stream = tokenizer.stream();
                for (int id : ids) {
                    check(!stream.feed(id).contains("\0\0"));
                }
                int[] every = new int[Math.min(tokenizer.vocabularySize(), 2000)];
                for (int i = 0; i < every.length; i++) {
                    every[i] = i;
                }
                check(tokenizer.decode(every, false) != null);
                check(tokenizer.encode("").length == 0);
                ChatTemplate template = ChatTemplate.open(folder);
                if (template.isUsable()) {
                    check(tokenizer.encode(template.render(List.of(new ChatMessage("user", "hello <s>")), true))
                            != null);
                }
                check(tokenizer.endIds().stream().allMatch(id -> id < tokenizer.vocabularySize()));
            }
            check(TokenizerParts.of(folder).ids() != null);
        }
    };

    /** Writes the sound files into an empty folder; there may be several kinds to choose from. */
    abstract void write(Path folder, Random random) throws IOException;

    /** Reads the folder and uses what comes of it. */
    abstract void use(Path folder);

    /** Damages one or two files of a folder; the answer says which. */
    String damage(Path folder, Random random) throws IOException {
        Mutator mutator = new Mutator(random);
        List<String> names;
        try (var files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        // The last name is the file that matters most, which the others would crowd out.
        List<String> damaged = new ArrayList<>();
        for (int i = random.nextInt(3) == 0 ? 1 : 0; i >= 0; i--) {
            String name = random.nextInt(3) == 0 ? names.getLast() : names.get(random.nextInt(names.size()));
            Path file = folder.resolve(name);
            if (!Files.exists(file) || damaged.contains(name)) {
                continue;
            }
            if (names.size() > 1 && random.nextInt(60) == 0) {
                Files.delete(file);
            } else {
                byte[] sound = Files.readAllBytes(file);
                Files.write(file, damaged(name, sound, mutator));
            }
            damaged.add(name);
        }
        return String.join(", ", damaged);
    }

    private static byte[] damaged(String name, byte[] sound, Mutator mutator) {
        if (name.endsWith(".safetensors")) {
            return mutator.safetensors(sound);
        }
        return name.endsWith(".json") ? mutator.json(sound) : mutator.bytes(sound);
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("what was read is not usable");
        }
    }
}
