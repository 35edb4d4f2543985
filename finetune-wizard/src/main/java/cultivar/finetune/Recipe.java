package cultivar.finetune;

import cultivar.datanet.Bytes32;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Keccak;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.TrainingOptions;
import cultivar.runtime.train.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that fixes a run. Its JSON names the fields as {@link RecipeField} does; what is left out takes its value
 * from {@link #defaults()}, except that {@code alpha} is then twice the rank, and that the shape of an initial adapter
 * is taken over.
 *
 * @param base a model's name or a checkpoint folder; empty while not chosen
 * @param datanet the datanet versions to learn from
 * @param data a JSON Lines file to learn from, or null
 * @param initAdapter a PEFT folder to start from, or null
 * @param lr the peak learning rate
 * @param warmup steps in which the rate rises from nothing
 * @param clip the largest global gradient norm; 0 for none
 * @param epochs how often every row is seen, where {@code steps} is 0
 * @param steps steps in all; 0 to go by epochs
 * @param batch rows in one forward pass
 * @param accumulate forward passes in one step
 * @param maxLength rows are cut to so many tokens
 * @param dtype the type that the base is held in
 * @param rslora whether the scale is alpha over the root of the rank
 * @param dora whether the length of each row of the weights is learnt too
 * @param options packing, recompute, lora-plus, validate-every, patience and keep-best
 * @param out the adapter's name, or the folder that it is written to; empty while not chosen
 */
public record Recipe(
        String base,
        List<DatanetVersionRef> datanet,
        @Nullable String data,
        @Nullable String initAdapter,
        List<String> targetModules,
        int rank,
        double alpha,
        double dropout,
        double lr,
        Schedule schedule,
        int warmup,
        double weightDecay,
        double clip,
        int epochs,
        int steps,
        int batch,
        int accumulate,
        int maxLength,
        BaseType dtype,
        boolean rslora,
        boolean dora,
        TrainingOptions options,
        boolean noShuffle,
        long seed,
        Validation validation,
        String out) {

    /** The name of the base model that comes with the studio. */
    public static final String SEEDLING = "seedling";

    public Recipe {
        datanet = List.copyOf(datanet);
        targetModules = List.copyOf(targetModules);
    }

    /** What a recipe holds where it says nothing. */
    public static Recipe defaults() {
        return new Recipe(
                "",
                List.of(),
                null,
                null,
                List.of(LoraConfig.ALL_LINEAR),
                16,
                32,
                0,
                2e-4,
                Schedule.COSINE,
                0,
                0,
                1,
                3,
                0,
                8,
                1,
                512,
                BaseType.FLOAT32,
                false,
                false,
                TrainingOptions.NONE,
                false,
                42,
                new Validation.None(),
                "");
    }

    /** What suits the base model in the box and the demo datanets. */
    public static Recipe demo() {
        return new Recipe(
                SEEDLING,
                List.of(),
                null,
                null,
                List.of(LoraConfig.ALL_LINEAR),
                16,
                32,
                0,
                3e-3,
                Schedule.COSINE,
                10,
                0,
                1,
                3,
                200,
                16,
                1,
                256,
                BaseType.FLOAT32,
                false,
                false,
                TrainingOptions.NONE,
                false,
                42,
                new Validation.None(),
                "");
    }

    /**
     * Reads a recipe file.
     *
     * @throws RecipeException if it holds an unknown field, a wrong type or an impossible value
     * @throws FinetuneException if it cannot be read or is no JSON object
     */
    public static Recipe read(Path file) {
        return of(readFields(file), defaults());
    }

    /** The fields that a recipe file gives, to be overlaid with {@link #set}. */
    public static ObjectNode readFields(Path file) {
        return JsonFiles.read(file, "recipe");
    }

    /**
     * Overlays one field by what somebody typed, such as a command-line option.
     *
     * @throws RecipeException if there is no such field or the text is not of its kind
     */
    public static void set(ObjectNode fields, String field, List<String> typed) {
        RecipeField known = RecipeField.ofId(field).orElseThrow(() -> RecipeReader.unknown(field));
        fields.set(known.id(), known.parse(typed));
    }

    /** Reads given fields over other defaults than {@link #defaults()}; throws {@link RecipeException}. */
    public static Recipe of(ObjectNode fields, Recipe defaults) {
        return new RecipeReader(fields, defaults).read();
    }

    /** This recipe with some fields given anew, as JSON values. */
    public Recipe with(Map<RecipeField, ?> fields) {
        ObjectNode json = toJson();
        fields.forEach((field, value) -> json.set(field.id(), JsonFiles.MAPPER.valueToTree(value)));
        return of(json, defaults());
    }

    /** This recipe with one field given anew, as a JSON value. */
    public Recipe with(RecipeField field, Object value) {
        return with(Map.of(field, value));
    }

    /** All fields under their names; what is not set is left out, and of the newer fields what has its default. */
    public ObjectNode toJson() {
        return RecipeReader.write(this);
    }

    /** The options that give this recipe on the command line: whatever differs from {@link #defaults()}. */
    public List<String> toOptions() {
        return RecipeReader.options(this);
    }

    /** What fixes the outcome, as RFC 8785 JSON in UTF-8: every field but {@code out}. */
    public byte[] canonicalBytes() {
        ObjectNode json = toJson();
        json.remove(RecipeField.OUT.id());
        return JsonFiles.canonical(json);
    }

    /** keccak256 of {@link #canonicalBytes()}. */
    public Bytes32 hash() {
        return Bytes32.of(Keccak.hash(canonicalBytes()));
    }

    /** The canonical bytes as text, for people who compare. */
    public String canonicalText() {
        return new String(canonicalBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the adapter goes to a folder of the user's choice rather than to the studio's adapters. */
    public boolean writesToOwnFolder() {
        return out.indexOf('/') >= 0 || out.indexOf('\\') >= 0;
    }

    /** Refuses a recipe that cannot be run yet: base, rows or name missing. */
    public void requireComplete() {
        if (base.isBlank()) {
            throw new RecipeException(RecipeField.BASE, "No base model is named; give base");
        }
        if (datanet.isEmpty() && data == null) {
            throw new RecipeException(RecipeField.DATANET, "There is nothing to learn from; give datanet or data");
        }
        if (!datanet.isEmpty() && data != null) {
            throw new RecipeException(RecipeField.DATA, "A recipe learns from datanet or from data; give one of them");
        }
        if (out.isBlank()) {
            throw new RecipeException(RecipeField.OUT, "The adapter has no name; give out");
        }
        if (validation instanceof Validation.HeldOut && datanet.isEmpty()) {
            throw new RecipeException(
                    RecipeField.VALIDATION, "Only datanets have held-out rows; give validation as a share or a file");
        }
        if ((options.patience() > 0 || options.keepBest()) && validation instanceof Validation.None) {
            throw new RecipeException(
                    RecipeField.VALIDATION, "patience and keep-best need rows to measure; give validation");
        }
        if (!writesToOwnFolder() && !out.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new RecipeException(
                    RecipeField.OUT,
                    "An adapter's name is made of letters, digits, dots, hyphens and underscores, at most 64, not \""
                            + out + "\"");
        }
    }

    /** The engine's form of it. */
    public TrainingSettings toTrainingSettings() {
        return new TrainingSettings(
                new LoraConfig(rank, alpha, dropout, targetModules, rslora, dora),
                batch,
                accumulate,
                epochs,
                steps,
                lr,
                schedule,
                warmup,
                weightDecay,
                clip,
                seed,
                !noShuffle,
                maxLength,
                options);
    }
}
