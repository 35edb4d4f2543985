package cultivar.runtime.bench;

import cultivar.runtime.Forecast;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.seedling.Corpus;
import cultivar.runtime.text.ChatMessage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a base that is held in fewer bits is from the same in float32, on a text of this program's own: short chats that
 * Seedling was not grown from, each read by itself.
 */
public final class DecodingError {
    private static final int DRAWN = 40;
    private static final int CHATS = 16;
    private static final int RANDOM_TOKENS = 512;
    private static final long SEED = 4;

    /**
     * What was measured.
     *
     * @param tokens that were foretold
     * @param logprobDifference mean absolute difference of the logarithms of how likely they were, in nats
     * @param perplexityRatio the perplexity of the text, {@code exp} of its mean loss, to that in float32
     * @param sameLikeliest the share of places at which the likeliest token is the same
     */
    public record Figures(int tokens, double logprobDifference, double perplexityRatio, double sameLikeliest) {}

    private DecodingError() {}

    /** What a model expects in the text. Models with the same tokenizer and template read the same. */
    public static List<Forecast> read(LanguageModel model, @Nullable LoraAdapter adapter) {
        return text(model).stream().map(ids -> model.forecast(ids, adapter)).toList();
    }

    /** Rows of token ids; random ones where the tokenizer has more tokens than the model, as made-up shapes may. */
    private static List<int[]> text(LanguageModel model) {
        int longest = model.spec().maxPositions();
        List<int[]> chats = Corpus.heldOut(SEED, DRAWN).stream()
                .map(example -> example.messages().stream()
                        .map(turn -> new ChatMessage(turn.role(), turn.content()))
                        .toList())
                // Some templates know no system message.
                .filter(messages -> messages.getFirst().role().equals("user"))
                .limit(CHATS)
                .map(messages -> model.examples().example(messages, longest).ids())
                .toList();
        int vocabulary = model.spec().vocabulary();
        boolean known = chats.stream().flatMapToInt(Arrays::stream).allMatch(id -> id < vocabulary);
        return known ? chats : List.of(DecodingBench.prompt(Math.min(RANDOM_TOKENS, longest)));
    }

    /**
     * Sets what one model expects against another.
     *
     * @param exact of the base in float32
     * @param held of the base as it is held, for the same text
     */
    public static Figures between(List<Forecast> exact, List<Forecast> held) {
        int tokens = 0;
        double differences = 0;
        double losses = 0;
        int same = 0;
        for (int row = 0; row < exact.size(); row++) {
            Forecast from = exact.get(row);
            Forecast to = held.get(row);
            for (int i = 0; i < from.logprobs().length; i++) {
                double difference = to.logprobs()[i] - from.logprobs()[i];
                differences += Math.abs(difference);
                losses -= difference;
                same += to.likeliest()[i] == from.likeliest()[i] ? 1 : 0;
                tokens++;
            }
        }
        return new Figures(tokens, differences / tokens, Math.exp(losses / tokens), same / (double) tokens);
    }
}
