package cultivar.runtime.generate;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.Torch;
import org.jspecify.annotations.Nullable;

/** Generates one sequence token by token. Safe for several threads at once; each call has its own cache. */
public final class Generator {
    private final Decoder decoder;
    private final Tokenizer tokenizer;

    public Generator(Decoder decoder, Tokenizer tokenizer) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
    }

    /** Generates on the calling thread until an end token, the limit, a full context, or the listener says stop. */
    public Generation generate(GenerationRequest request, TokenListener listener) {
        int[] prompt = request.promptIds();
        int room = decoder.spec().maxPositions() - prompt.length;
        if (room < 1) {
            throw new IllegalArgumentException("The prompt has " + prompt.length + " tokens, and this model takes "
                    + decoder.spec().maxPositions() + " at most. Shorten it.");
        }
        Torch.prepareThread(false);
        LoraTensors lora = request.adapter() == null ? null : request.adapter().tensors();
        Stopping stopping = request.stopping();
        Continuation continuation = new Continuation(tokenizer, prompt, request.sampling(), stopping, room);
        long started = System.nanoTime();
        long first = 0;
        StopReason reason = null;
        try (KeyValueCache cache = decoder.cache(prompt.length + Math.min(stopping.maxTokens(), room))) {
            int[] input = prompt;
            while (reason == null) {
                Continuation.Step step = continuation.next(logits(input, cache, lora));
                if (first == 0) {
                    first = System.nanoTime();
                }
                reason = step.end();
                boolean told = reason != StopReason.END_TOKEN || !step.text().isEmpty();
                if (told && !listener.onToken(step.id(), step.text()) && reason != StopReason.END_TOKEN) {
                    reason = StopReason.CANCELLED;
                }
                input = new int[] {step.id()};
            }
        }
        return Generation.of(continuation, first - started, System.nanoTime() - first, reason);
    }

    private float[] logits(int[] input, KeyValueCache cache, @Nullable LoraTensors lora) {
        try (PtNDManager scope = decoder.torch().scope()) {
            return decoder.torch().read(decoder.next(input, cache, lora, scope));
        }
    }
}
