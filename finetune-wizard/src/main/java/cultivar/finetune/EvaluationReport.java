package cultivar.finetune;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an adapter does against its base on rows that it has not learnt from.
 *
 * @param rows how many rows were asked
 * @param examples the first of them with both answers
 */
public record EvaluationReport(int rows, Side base, Side adapter, List<Answered> examples) {
    /**
     * One side's result.
     *
     * @param exactMatch share of the rows whose answer was exactly the expected one, 0 to 1
     * @param loss mean over all expected tokens, in nats
     */
    public record Side(double exactMatch, double loss) {}

    /** A row with both answers; prompt is the last user turn. */
    public record Answered(String prompt, String expected, String baseAnswer, String adapterAnswer) {
        /** Whether the base's answer is the expected one. */
        public boolean baseMatches() {
            return baseAnswer.strip().equals(expected.strip());
        }

        /** Whether the adapter's answer is the expected one. */
        public boolean adapterMatches() {
            return adapterAnswer.strip().equals(expected.strip());
        }
    }

    public EvaluationReport {
        examples = List.copyOf(examples);
    }

    /** As JSON: {@code rows}, {@code base} and {@code adapter} (each {@code exact_match}, {@code loss}), {@code examples}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put("rows", rows);
        json.putObject("base").put("exact_match", base.exactMatch).put("loss", base.loss);
        json.putObject("adapter").put("exact_match", adapter.exactMatch).put("loss", adapter.loss);
        ArrayNode list = json.putArray("examples");
        for (Answered example : examples) {
            list.addObject()
                    .put("prompt", example.prompt)
                    .put("expected", example.expected)
                    .put("base", example.baseAnswer)
                    .put("adapter", example.adapterAnswer);
        }
        return json;
    }

    static EvaluationReport of(JsonNode json) {
        List<Answered> examples = new ArrayList<>();
        for (JsonNode example : json.path("examples")) {
            examples.add(new Answered(
                    example.path("prompt").asString(""),
                    example.path("expected").asString(""),
                    example.path("base").asString(""),
                    example.path("adapter").asString("")));
        }
        return new EvaluationReport(
                json.path("rows").asInt(0), side(json.path("base")), side(json.path("adapter")), examples);
    }

    private static Side side(JsonNode json) {
        return new Side(json.path("exact_match").asDouble(0), json.path("loss").asDouble(Double.NaN));
    }
}
