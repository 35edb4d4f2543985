package cultivar.finetune;

import static cultivar.finetune.RecipeField.*;
import static cultivar.finetune.RecipeField.DORA;
import static cultivar.finetune.RecipeField.KEEP_BEST;
import static cultivar.finetune.RecipeField.LORA_PLUS;
import static cultivar.finetune.RecipeField.PATIENCE;
import static cultivar.finetune.RecipeField.RSLORA;
import static cultivar.finetune.RecipeField.VALIDATE_EVERY;

import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersionRef;
import cultivar.runtime.checkpoint.LinearModules;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns JSON into a recipe, strictly, and back. */
final class RecipeReader {
    private static final long LARGEST_SEED = 9_007_199_254_740_991L;

    private final ObjectNode fields;
    private final Recipe defaults;

    RecipeReader(ObjectNode fields, Recipe defaults) {
        this.fields = fields;
        this.defaults = defaults;
    }

    Recipe read() {
        for (Map.Entry<String, JsonNode> given : fields.properties()) {
            if (RecipeField.ofId(given.getKey()).isEmpty()) {
                throw unknown(given.getKey());
            }
        }
        String initAdapter = textOrNull(INIT_ADAPTER, defaults.initAdapter());
        AdapterShape start = initAdapter == null ? null : AdapterShape.of(Path.of(initAdapter));
        int rank = (int) integer(RANK, start == null ? defaults.rank() : start.rank(), 1, 1024);
        double alpha = start == null ? given(RANK) ? 2.0 * rank : defaults.alpha() : start.alpha();
        return new Recipe(
                text(BASE, defaults.base()),
                datanets(),
                textOrNull(DATA, defaults.data()),
                initAdapter,
                targets(start == null ? defaults.targetModules() : start.targetModules()),
                rank,
                number(ALPHA, alpha, Double.MIN_VALUE, 1e6),
                number(DROPOUT, defaults.dropout(), 0, Math.nextDown(1.0)),
                number(LR, defaults.lr(), Double.MIN_VALUE, 1),
                schedule(),
                (int) integer(WARMUP, defaults.warmup(), 0, Integer.MAX_VALUE),
                number(WEIGHT_DECAY, defaults.weightDecay(), 0, Double.MAX_VALUE),
                number(CLIP, defaults.clip(), 0, Double.MAX_VALUE),
                (int) integer(EPOCHS, defaults.epochs(), 1, 1_000_000),
                (int) integer(STEPS, defaults.steps(), 0, Integer.MAX_VALUE),
                (int) integer(BATCH, defaults.batch(), 1, 1_000_000),
                (int) integer(ACCUMULATE, defaults.accumulate(), 1, 1_000_000),
                (int) integer(MAX_LENGTH, defaults.maxLength(), 2, Integer.MAX_VALUE),
                dtype(),
                flag(RSLORA, start == null ? defaults.rslora() : start.rslora()),
                flag(DORA, start == null ? defaults.dora() : start.dora()),
                options(),
                flag(NO_SHUFFLE, defaults.noShuffle()),
                integer(SEED, defaults.seed(), 0, LARGEST_SEED),
                validation(),
                text(OUT, defaults.out()));
    }

    static RecipeException unknown(String name) {
        List<String> known = new ArrayList<>();
        for (RecipeField field : RecipeField.values()) {
            known.add(field.id());
        }
        return new RecipeException("\"" + name + "\" is no field of a recipe; there are " + String.join(", ", known));
    }

    private TrainingOptions options() {
        TrainingOptions usual = defaults.options();
        return new TrainingOptions(
                flag(RECOMPUTE, usual.recompute()),
                flag(PACKING, usual.packing()),
                number(LORA_PLUS, usual.loraPlus(), Double.MIN_VALUE, 1000),
                (int) integer(VALIDATE_EVERY, usual.validateEvery(), 0, Integer.MAX_VALUE),
                (int) integer(PATIENCE, usual.patience(), 0, Integer.MAX_VALUE),
                flag(KEEP_BEST, usual.keepBest()));
    }

    private BaseType dtype() {
        String name = text(DTYPE, defaults.dtype().label());
        for (BaseType type : BaseType.values()) {
            if (type.trainable() && type.label().equals(name)) {
                return type;
            }
        }
        throw DTYPE.wrong("\"" + name + "\"");
    }

    private boolean given(RecipeField field) {
        JsonNode value = fields.get(field.id());
        return value != null && !value.isNull();
    }

    private JsonNode value(RecipeField field) {
        return fields.path(field.id());
    }

    private String text(RecipeField field, String otherwise) {
        String text = textOrNull(field, otherwise);
        return text == null ? otherwise : text;
    }

    private @Nullable String textOrNull(RecipeField field, @Nullable String otherwise) {
        if (!given(field)) {
            return otherwise;
        }
        if (!value(field).isString()) {
            throw field.wrong(value(field).toString());
        }
        return value(field).stringValue();
    }

    private long integer(RecipeField field, long otherwise, long least, long most) {
        if (!given(field)) {
            return otherwise;
        }
        JsonNode value = value(field);
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue())) {
            throw field.wrong(value.toString());
        }
        double number = value.doubleValue();
        if (number < least || number > most) {
            throw field.wrong(value.toString());
        }
        return value.isIntegralNumber() ? value.longValue() : (long) number;
    }

    private double number(RecipeField field, double otherwise, double least, double most) {
        if (!given(field)) {
            return otherwise;
        }
        JsonNode value = value(field);
        if (!value.isNumber()) {
            throw field.wrong(value.toString());
        }
        double number = value.doubleValue();
        if (!(number >= least && number <= most)) {
            throw field.wrong(value.toString());
        }
        return number;
    }

    private boolean flag(RecipeField field, boolean otherwise) {
        if (!given(field)) {
            return otherwise;
        }
        if (!value(field).isBoolean()) {
            throw field.wrong(value(field).toString());
        }
        return value(field).booleanValue();
    }

    private List<String> texts(RecipeField field) {
        JsonNode value = value(field);
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isArray()) {
            throw field.wrong(value.toString());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isString()) {
                throw field.wrong(value.toString());
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    private List<DatanetVersionRef> datanets() {
        if (!given(DATANET)) {
            return defaults.datanet();
        }
        List<DatanetVersionRef> refs = new ArrayList<>();
        for (String text : texts(DATANET)) {
            try {
                DatanetVersionRef ref = DatanetVersionRef.parse(text);
                if (!refs.contains(ref)) {
                    refs.add(ref);
                }
            } catch (DatanetException e) {
                throw DATANET.wrong("\"" + text + "\"");
            }
        }
        return refs;
    }

    private List<String> targets(List<String> otherwise) {
        if (!given(TARGET_MODULES)) {
            return otherwise;
        }
        List<String> named = texts(TARGET_MODULES);
        if (named.equals(List.of(LoraConfig.ALL_LINEAR))) {
            return named;
        }
        for (String name : named) {
            if (!LinearModules.KNOWN.contains(name)) {
                throw TARGET_MODULES.wrong("\"" + name + "\"");
            }
        }
        if (named.isEmpty()) {
            throw TARGET_MODULES.wrong("an empty list");
        }
        // Always in the engine's order, so that the same choice is the same recipe.
        return LinearModules.inOrder(named);
    }

    private Schedule schedule() {
        String name = text(SCHEDULE, defaults.schedule().label());
        for (Schedule schedule : Schedule.values()) {
            if (schedule.label().equals(name)) {
                return schedule;
            }
        }
        throw SCHEDULE.wrong("\"" + name + "\"");
    }

    private Validation validation() {
        if (!given(VALIDATION)) {
            return defaults.validation();
        }
        JsonNode value = value(VALIDATION);
        if (value.isNumber()) {
            double share = value.doubleValue();
            if (share == 0) {
                return new Validation.None();
            }
            if (!(share > 0 && share < 1)) {
                throw VALIDATION.wrong(value.toString());
            }
            return new Validation.Share(share);
        }
        String text = text(VALIDATION, "none");
        return switch (text) {
            case "none" -> new Validation.None();
            case "held-out" -> new Validation.HeldOut();
            case "" -> throw VALIDATION.wrong("an empty text");
            default -> new Validation.File(text);
        };
    }

    static ObjectNode write(Recipe recipe) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.put(BASE.id(), recipe.base());
        if (!recipe.datanet().isEmpty()) {
            ArrayNode refs = json.putArray(DATANET.id());
            recipe.datanet().forEach(ref -> refs.add(ref.toString()));
        }
        if (recipe.data() != null) {
            json.put(DATA.id(), recipe.data());
        }
        if (recipe.initAdapter() != null) {
            json.put(INIT_ADAPTER.id(), recipe.initAdapter());
        }
        ArrayNode targets = json.putArray(TARGET_MODULES.id());
        recipe.targetModules().forEach(targets::add);
        json.put(RANK.id(), recipe.rank());
        json.put(ALPHA.id(), recipe.alpha());
        json.put(DROPOUT.id(), recipe.dropout());
        json.put(LR.id(), recipe.lr());
        json.put(SCHEDULE.id(), recipe.schedule().label());
        json.put(WARMUP.id(), recipe.warmup());
        json.put(WEIGHT_DECAY.id(), recipe.weightDecay());
        json.put(CLIP.id(), recipe.clip());
        json.put(EPOCHS.id(), recipe.epochs());
        json.put(STEPS.id(), recipe.steps());
        json.put(BATCH.id(), recipe.batch());
        json.put(ACCUMULATE.id(), recipe.accumulate());
        json.put(MAX_LENGTH.id(), recipe.maxLength());
        writeUnlessUsual(json, recipe);
        json.put(NO_SHUFFLE.id(), recipe.noShuffle());
        json.put(SEED.id(), recipe.seed());
        switch (recipe.validation()) {
            case Validation.None() -> json.put(VALIDATION.id(), "none");
            case Validation.HeldOut() -> json.put(VALIDATION.id(), "held-out");
            case Validation.Share(double share) -> json.put(VALIDATION.id(), share);
            case Validation.File(String path) -> json.put(VALIDATION.id(), path);
        }
        json.put(OUT.id(), recipe.out());
        return json;
    }

    /** Fields that are younger than published recipes: where they say nothing new, those keep their hashes. */
    private static void writeUnlessUsual(ObjectNode json, Recipe recipe) {
        TrainingOptions options = recipe.options();
        TrainingOptions usual = TrainingOptions.NONE;
        if (recipe.dtype() != BaseType.FLOAT32) {
            json.put(DTYPE.id(), recipe.dtype().label());
        }
        if (options.loraPlus() != usual.loraPlus()) {
            json.put(LORA_PLUS.id(), options.loraPlus());
        }
        if (options.validateEvery() != usual.validateEvery()) {
            json.put(VALIDATE_EVERY.id(), options.validateEvery());
        }
        if (options.patience() != usual.patience()) {
            json.put(PATIENCE.id(), options.patience());
        }
        writeIf(json, RSLORA, recipe.rslora());
        writeIf(json, DORA, recipe.dora());
        writeIf(json, PACKING, options.packing());
        writeIf(json, RECOMPUTE, options.recompute());
        writeIf(json, KEEP_BEST, options.keepBest());
    }

    private static void writeIf(ObjectNode json, RecipeField field, boolean on) {
        if (on) {
            json.put(field.id(), true);
        }
    }

    static List<String> options(Recipe recipe) {
        ObjectNode usual = write(Recipe.defaults());
        List<String> options = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : write(recipe).properties()) {
            String id = field.getKey();
            JsonNode value = field.getValue();
            boolean usualAlpha = id.equals(ALPHA.id()) && recipe.alpha() == 2.0 * recipe.rank();
            if (usualAlpha || value.equals(usual.get(id))) {
                continue;
            }
            if (id.equals(DATANET.id())) {
                value.forEach(ref -> options.addAll(List.of("--" + id, ref.stringValue())));
            } else if (value.isArray()) {
                List<String> parts = new ArrayList<>();
                value.forEach(part -> parts.add(part.stringValue()));
                options.addAll(List.of("--" + id, String.join(",", parts)));
            } else if (value.isBoolean()) {
                options.add("--" + id);
            } else {
                options.addAll(List.of("--" + id, plain(value)));
            }
        }
        return List.copyOf(options);
    }

    private static String plain(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        double number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
