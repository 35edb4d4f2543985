package cultivar.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fields of a recipe, under the names that recipe files and the command line share. */
public enum RecipeField {
    BASE(Kind.TEXT, "the name of a base model or a checkpoint folder"),
    DATANET(Kind.TEXTS, "one or more datanet versions, each as name@version"),
    DATA(Kind.TEXT, "a JSON Lines file of training rows"),
    INIT_ADAPTER(Kind.TEXT, "a PEFT folder to start from"),
    TARGET_MODULES(Kind.TEXTS, "all-linear, or names of the base's linear modules such as q_proj, v_proj or down_proj"),
    RANK(Kind.INTEGER, "a whole number from 1 to 1024"),
    ALPHA(Kind.NUMBER, "a number above 0"),
    DROPOUT(Kind.NUMBER, "a number from 0 to below 1"),
    LR(Kind.NUMBER, "a number above 0 and up to 1"),
    SCHEDULE(Kind.TEXT, "cosine, linear or constant"),
    WARMUP(Kind.INTEGER, "a whole number of steps from 0"),
    WEIGHT_DECAY(Kind.NUMBER, "a number from 0"),
    CLIP(Kind.NUMBER, "a number from 0 (0 for no clipping)"),
    EPOCHS(Kind.INTEGER, "a whole number from 1"),
    STEPS(Kind.INTEGER, "a whole number from 0 (0 to go by epochs)"),
    BATCH(Kind.INTEGER, "a whole number of rows from 1"),
    ACCUMULATE(Kind.INTEGER, "a whole number from 1"),
    MAX_LENGTH(Kind.INTEGER, "a whole number of tokens from 2"),
    PACKING(Kind.FLAG, "true or false (true fills each place of a batch with rows up to max-length)"),
    RECOMPUTE(Kind.FLAG, "true or false (true takes less memory and a third more time)"),
    DTYPE(Kind.TEXT, "float32, bfloat16, int8 or nf4, the type that the base is held in"),
    RSLORA(Kind.FLAG, "true or false (true scales by alpha over the root of the rank)"),
    DORA(Kind.FLAG, "true or false (true learns the length of each row of the weights too)"),
    LORA_PLUS(Kind.NUMBER, "a number above 0 and up to 1000, the factor on the learning rate of B (1 for none)"),
    VALIDATE_EVERY(Kind.INTEGER, "a whole number of steps from 0 (0 for each epoch's end)"),
    PATIENCE(Kind.INTEGER, "a whole number from 0, looks without a lower validation loss (0 to go to the end)"),
    KEEP_BEST(Kind.FLAG, "true or false (true writes the adapter with the lowest validation loss)"),
    NO_SHUFFLE(Kind.FLAG, "true or false"),
    SEED(Kind.INTEGER, "a whole number from 0 to 9007199254740991"),
    VALIDATION(Kind.TEXT_OR_NUMBER, "none, held-out, a share of the rows between 0 and 1, or a JSON Lines file"),
    OUT(Kind.TEXT, "a name for the adapter, or the folder to write it to");

    /** What a field holds. */
    public enum Kind {
        TEXT,
        /** A list of texts. */
        TEXTS,
        INTEGER,
        NUMBER,
        FLAG,
        TEXT_OR_NUMBER
    }

    private final Kind kind;
    private final String allowed;

    RecipeField(Kind kind, String allowed) {
        this.kind = kind;
        this.allowed = allowed;
    }

    /** The name in files, and after two dashes on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Kind kind() {
        return kind;
    }

    /** What it may hold, as the end of a sentence. */
    public String allowed() {
        return allowed;
    }

    /** The field of a name, if there is one. */
    public static Optional<RecipeField> ofId(String id) {
        for (RecipeField field : values()) {
            if (field.id().equals(id)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /**
     * The field's value as somebody typed it: one text, or several for a list (commas separate too).
     *
     * @throws RecipeException if it is not of the field's kind
     */
    public JsonNode parse(List<String> typed) {
        if (kind == Kind.TEXTS) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            parts(typed).forEach(list::add);
            return list;
        }
        if (typed.size() != 1) {
            throw new RecipeException(this, id() + " is given " + typed.size() + " times; give it once");
        }
        String text = typed.getFirst().strip();
        try {
            return switch (kind) {
                case TEXT, TEXTS -> JsonNodeFactory.instance.stringNode(text);
                case INTEGER -> JsonNodeFactory.instance.numberNode(Long.parseLong(text));
                case NUMBER -> JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
                case FLAG -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw wrong(text);
                    }
                    yield JsonNodeFactory.instance.booleanNode(text.equals("true"));
                }
                case TEXT_OR_NUMBER ->
                    text.matches("[0-9.]+([eE]-?[0-9]+)?")
                            ? JsonNodeFactory.instance.numberNode(Double.parseDouble(text))
                            : JsonNodeFactory.instance.stringNode(text);
            };
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    /** Says that a value is not allowed. */
    RecipeException wrong(String found) {
        return new RecipeException(this, id() + " must be " + allowed + ", not " + found);
    }

    private static List<String> parts(List<String> typed) {
        List<String> parts = new ArrayList<>();
        for (String text : typed) {
            for (String part : text.split(",", -1)) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
        }
        return parts;
    }
}
