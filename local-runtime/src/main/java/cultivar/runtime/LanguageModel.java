package cultivar.runtime;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.CachePages;
import cultivar.runtime.decoder.DecodeBatch;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Generator;
import cultivar.runtime.generate.TokenListener;
import cultivar.runtime.lifetime.NativeLifetime;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.memory.MemoryPlan;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.serve.BatchServer;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.OwnThread;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.ExampleBuilder;
import cultivar.runtime.train.LoraTrainer;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingResult;
import cultivar.runtime.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open base model: scores, generates and trains adapters on it. Safe for several threads at once; every call blocks
 * until it is done, so call it off the window's thread. Closing waits for the calls that go on.
 */
public final class LanguageModel implements AutoCloseable {
    private final NativeLifetime lifetime = new NativeLifetime("model");
    private final Path folder;
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final ExampleBuilder examples;
    private final List<Serving> servers = new CopyOnWriteArrayList<>();

    LanguageModel(Path folder, Decoder decoder, Tokenizer tokenizer, ChatTemplate template) {
        this.folder = folder;
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.template = template;
        this.examples = new ExampleBuilder(tokenizer, template);
    }

    public Path folder() {
        return folder;
    }

    public DecoderSpec spec() {
        return decoder.spec();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ChatTemplate chatTemplate() {
        return template;
    }

    /** Turns chats into rows of this model's tokens. */
    public ExampleBuilder examples() {
        return examples;
    }

    /** The tokens of a chat that waits for an answer. */
    public int[] chatPrompt(List<ChatMessage> messages) {
        return examples.prompt(messages);
    }

    /**
     * Loads an adapter; close it when no call uses it any more.
     *
     * @throws cultivar.runtime.lora.AdapterException if it is damaged or was trained on another base
     */
    public LoraAdapter loadAdapter(Path peftFolder) {
        return lifetime.use(() -> PeftFolder.load(decoder, peftFolder));
    }

    /** Opens an adapter that is in the machine's memory already, and stays there until what is given is closed. */
    public LoraAdapter openAdapter(HostAdapter adapter) {
        return lifetime.use(() -> adapter.open(decoder));
    }

    /** Answers one request, and waits for it; the listener is told on another thread. */
    public Generation generate(GenerationRequest request, TokenListener listener) {
        check(request.promptIds());
        return apart("generating", () -> new Generator(decoder, tokenizer).generate(request, listener));
    }

    private <T> T apart(String name, Supplier<T> work) {
        return OwnThread.call(name, () -> lifetime.use(work));
    }

    /**
     * Begins to answer many requests at once; close what is given, or it closes with this.
     *
     * @param settings how much memory it may use, and for what
     */
    public Serving serve(ServeSettings settings) {
        return lifetime.use(() -> {
            BatchServer server = new BatchServer(decoder, tokenizer, settings, servers::remove);
            servers.add(server);
            return server;
        });
    }

    /** Tokens that a prompt and its answer can have together where a server has these settings. */
    public int context(ServeSettings settings) {
        long bytes = CachePages.bytesPerToken(decoder);
        int least = 0;
        int most = spec().maxPositions();
        while (least < most) {
            int middle = least + (most - least + 1) / 2;
            if (DecodeBatch.room(middle) * bytes <= settings.cacheBytes()) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    /** Scores a row whose answer starts at {@link Example#promptLength()}. */
    public RowScore score(Example row, @Nullable LoraAdapter adapter) {
        return score(List.of(row), adapter).getFirst();
    }

    /** Scores rows, several at a time; none sees another. */
    public List<RowScore> score(List<Example> rows, @Nullable LoraAdapter adapter) {
        rows.forEach(this::check);
        return apart("scoring", () -> new Scoring(decoder, adapter).score(rows));
    }

    /**
     * Reads a text token by token as answering does, and tells what was expected at each place.
     *
     * @throws IllegalArgumentException if it has fewer than two tokens or more than this model's positions
     */
    public Forecast forecast(int[] ids, @Nullable LoraAdapter adapter) {
        check(new Example(ids, 1));
        if (ids.length > spec().maxPositions()) {
            throw new IllegalArgumentException("The text has " + ids.length + " tokens, and this model takes "
                    + spec().maxPositions() + " at most. Shorten it.");
        }
        return apart("forecasting", () -> new Forecasting(decoder, adapter).read(ids));
    }

    private void check(Example row) {
        int[] ids = row.ids();
        if (ids.length < 2) {
            throw new IllegalArgumentException("A text of fewer than two tokens has nothing to score.");
        }
        check(ids);
    }

    /** On a card a foreign id would end all work there is, not only that with this text. */
    private void check(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= spec().vocabulary()) {
                throw new IllegalArgumentException(
                        "The token id " + id + " is outside this model's vocabulary of " + spec().vocabulary()
                                + ": the tokenizer is another model's, or got tokens that this one never did.");
            }
        }
    }

    /** What a fresh adapter's training on rows will need of memory, with the base as it is held now. */
    public MemoryPlan plan(TrainingSettings settings, List<Example> rows) {
        return planner(settings, rows)
                .plan(decoder.weights().type(), settings.options().recompute());
    }

    /** Foresees what training on rows needs of memory, also with the base held otherwise. */
    public MemoryPlanner planner(TrainingSettings settings, List<Example> rows) {
        long parameters = settings.lora().parameters(spec());
        int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElse(1);
        long place = settings.options().packing() ? settings.maxLength() : longest;
        return new MemoryPlanner(spec(), parameters, longest, settings.batch() * place, torch().cardMemory());
    }

    /** Trains an adapter on the calling thread. */
    public TrainingResult train(TrainingPlan plan, TrainingListener listener) {
        if (!decoder.weights().type().trainable()) {
            throw new IllegalArgumentException(
                    "A base that is held as int4 can answer but not train an adapter. Hold it as nf4.");
        }
        plan.rows().forEach(row -> check(row.ids()));
        plan.validation().forEach(row -> check(row.ids()));
        Path name = folder.getFileName();
        LoraTrainer trainer = new LoraTrainer(decoder, name == null ? folder.toString() : name.toString());
        return lifetime.use(() -> trainer.train(plan, listener));
    }

    /** How many threads one operation may use. */
    public int threads() {
        return decoder.torch().threads();
    }

    /** Seconds that the native engine has worked so far, for whatever model. */
    public double nativeSeconds() {
        return decoder.torch().nativeSeconds();
    }

    /** Bytes of weights that every new token has to read. */
    public long bytesPerToken() {
        return decoder.bytesPerToken();
    }

    /** The native engine beneath, for work inside this module. */
    public Torch torch() {
        return decoder.torch();
    }

    @Override
    public void close() {
        servers.forEach(Serving::close);
        lifetime.end(() -> {
            decoder.close();
            tokenizer.close();
            torch().release();
        });
    }
}
