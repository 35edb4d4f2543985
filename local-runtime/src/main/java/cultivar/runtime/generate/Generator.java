package cultivar.runtime.generate;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.text.TextStream;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.Torch;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Generates one sequence token by token. Safe for several threads at once; each call has its own cache. */
public final class Generator {
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final Set<Integer> endIds;

    public Generator(Decoder decoder, Tokenizer tokenizer) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.endIds = tokenizer.endIds();
    }

    /** Generates on the calling thread until an end token, the limit, a full context, or the listener says stop. */
    public Generation generate(GenerationRequest request, TokenListener listener) {
        int room = decoder.spec().maxPositions() - request.promptIds().length;
        if (room < 1) {
            throw new IllegalArgumentException("The prompt has " + request.promptIds().length
                    + " tokens, and this model takes " + decoder.spec().maxPositions() + " at most. Shorten it.");
        }
        Torch.prepareThread(false);
        LoraTensors lora = request.adapter() == null ? null : request.adapter().tensors();
        Sampler sampler = new Sampler(request.sampling());
        TextStream stream = tokenizer.stream();
        int limit = Math.min(request.maxTokens(), room);
        int[] ids = new int[limit];
        int count = 0;
        long started = System.nanoTime();
        long first = started;
        StopReason reason = request.maxTokens() <= room ? StopReason.MAX_TOKENS : StopReason.CONTEXT_FULL;
        StringBuilder text = new StringBuilder();
        try (KeyValueCache cache = decoder.cache(request.promptIds().length + limit)) {
            int[] input = request.promptIds();
            while (count < limit) {
                int id = nextId(input, cache, lora, sampler);
                if (count == 0) {
                    first = System.nanoTime();
                }
                if (!request.ignoreEos() && endIds.contains(id)) {
                    reason = StopReason.END_TOKEN;
                    break;
                }
                ids[count++] = id;
                String piece = stream.feed(id);
                text.append(piece);
                if (!listener.onToken(id, piece)) {
                    reason = StopReason.CANCELLED;
                    break;
                }
                input = new int[] {id};
            }
        }
        text.append(stream.flush());
        double seconds = (System.nanoTime() - first) / 1e9;
        double rate = count > 1 && seconds > 0 ? (count - 1) / seconds : 0;
        return new Generation(
                request.promptIds(), Arrays.copyOf(ids, count), text.toString(), rate, (first - started) / 1e9, reason);
    }

    private int nextId(int[] input, KeyValueCache cache, @Nullable LoraTensors lora, Sampler sampler) {
        try (PtNDManager scope = decoder.torch().scope()) {
            return sampler.choose(decoder.torch().read(decoder.next(input, cache, lora, scope)));
        }
    }
}
