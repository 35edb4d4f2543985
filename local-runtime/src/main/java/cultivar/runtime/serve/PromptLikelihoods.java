package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.generate.LogProbabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tells how likely the tokens of a prompt are, for requests that ask. The whole prompt is computed for that a second time, at
 * once and by itself: an answer needs logits after its last token alone, and what an earlier request left of it has none at
 * all. All other rows wait for that long.
 */
final class PromptLikelihoods {
    private PromptLikelihoods() {}

    /** Tells them to who listens, if they are wanted and were not told before. */
    static void tell(Decoder decoder, Sequence sequence) {
        OptionalInt wanted = sequence.request.promptLogProbabilities();
        if (wanted.isEmpty() || sequence.continuation.ids().length > 0) {
            return;
        }
        HeldMix held = sequence.held;
        int top = wanted.getAsInt();
        float[] numbers = decoder.likely(sequence.request.promptIds(), top, held == null ? null : held.tensors());
        List<LogProbabilities> places = new ArrayList<>();
        for (int at = 0; at < numbers.length; at += 1 + 2 * top) {
            places.add(place(numbers, at, top));
        }
        sequence.listener.onPrompt(places);
    }

    private static LogProbabilities place(float[] numbers, int at, int top) {
        List<LogProbabilities.Token> likeliest = new ArrayList<>();
        for (int i = at + 1; i <= at + top; i++) {
            likeliest.add(new LogProbabilities.Token((int) numbers[i + top], numbers[i]));
        }
        return new LogProbabilities(numbers[at], likeliest);
    }
}
