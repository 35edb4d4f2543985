package cultivar.runtime.text;

import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The control tokens that a checkpoint wants around a single text, such as one that begins it: by the {@code post_processor}
 * of its {@code tokenizer.json}. With that file transformers does not ask {@code add_bos_token} of the settings either.
 */
final class TokensAround {
    private static final TokensAround NONE = new TokensAround(new int[0], new int[0]);

    private final int[] before;
    private final int[] after;

    private TokensAround(int[] before, int[] after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Those of a post-processor; kinds that add nothing, and those that nobody knows, have none.
     *
     * @param id reads an id, and refuses what is none
     */
    static TokensAround of(JsonNode processor, ToIntFunction<JsonNode> id) {
        return switch (processor.path("type").asString("")) {
            case "TemplateProcessing" -> template(processor, id);
            case "BertProcessing", "RobertaProcessing" ->
                new TokensAround(
                        new int[] {id.applyAsInt(processor.path("cls").path(1))},
                        new int[] {id.applyAsInt(processor.path("sep").path(1))});
            case "Sequence" -> {
                TokensAround all = NONE;
                for (JsonNode one : processor.path("processors")) {
                    all = of(one, id).around(all);
                }
                yield all;
            }
            default -> NONE;
        };
    }

    private static TokensAround template(JsonNode processor, ToIntFunction<JsonNode> id) {
        IntStream.Builder before = IntStream.builder();
        IntStream.Builder after = IntStream.builder();
        IntStream.Builder side = before;
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                side = after;
            }
            JsonNode token = processor
                    .path("special_tokens")
                    .path(piece.path("SpecialToken").path("id").asString(""));
            for (JsonNode one : token.path("ids")) {
                side.add(id.applyAsInt(one));
            }
        }
        return new TokensAround(before.build().toArray(), after.build().toArray());
    }

    private TokensAround around(TokensAround inner) {
        return new TokensAround(joined(before, inner.before), joined(inner.after, after));
    }

    /** The text's tokens between these. */
    int[] around(int[] text) {
        return joined(before, joined(text, after));
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }
}
