package cultivar.finetune.view;

import cultivar.finetune.FinetuneException;
import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeException;
import cultivar.finetune.RecipeField;
import cultivar.runtime.quant.BaseType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A recipe while it is being written: every field as text, what is wrong with it, and the recipe if nothing is. */
final class RecipeDraft {
    /** What the fields hold that a recipe leaves out where they have their default. */
    private static final Map<RecipeField, String> LEFT_OUT = Map.of(
            RecipeField.DTYPE, BaseType.FLOAT32.label(),
            RecipeField.RSLORA, "",
            RecipeField.DORA, "",
            RecipeField.LORA_PLUS, "1",
            RecipeField.PACKING, "false",
            RecipeField.RECOMPUTE, "false",
            RecipeField.VALIDATE_EVERY, "0",
            RecipeField.PATIENCE, "0",
            RecipeField.KEEP_BEST, "false");

    private final Map<RecipeField, StringProperty> texts = new EnumMap<>(RecipeField.class);
    private final Map<RecipeField, StringProperty> errors = new EnumMap<>(RecipeField.class);
    private final ObjectProperty<Preset> preset = new SimpleObjectProperty<>(this, "preset", Preset.BALANCED);
    private final ReadOnlyObjectWrapper<@Nullable Recipe> recipe = new ReadOnlyObjectWrapper<>(this, "recipe");
    private final Predicate<String> nameTaken;
    private final String takenText;
    private boolean filling;

    /**
     * A draft of the balanced preset.
     *
     * @param nameTaken whether an adapter of a name exists already
     * @param takenText what to say then
     */
    RecipeDraft(Predicate<String> nameTaken, String takenText) {
        this.nameTaken = nameTaken;
        this.takenText = takenText;
        for (RecipeField field : RecipeField.values()) {
            texts.put(field, new SimpleStringProperty(this, field.id(), ""));
            errors.put(field, new SimpleStringProperty(this, field.id() + "-error", ""));
        }
        fill(Preset.BALANCED.recipe());
        texts.values().forEach(text -> text.subscribe(value -> check()));
        check();
    }

    StringProperty text(RecipeField field) {
        return property(texts, field);
    }

    StringProperty error(RecipeField field) {
        return property(errors, field);
    }

    ObjectProperty<Preset> preset() {
        return preset;
    }

    /** The recipe as written; null while something is wrong with it. */
    ReadOnlyObjectProperty<@Nullable Recipe> recipe() {
        return recipe.getReadOnlyProperty();
    }

    /** Takes a preset's values for everything but the data and the names. */
    void take(Preset chosen) {
        preset.set(chosen);
        ObjectNode json = chosen.recipe().toJson();
        for (RecipeField field : List.of(
                RecipeField.BASE, RecipeField.DATANET, RecipeField.OUT, RecipeField.VALIDATION, RecipeField.SEED)) {
            json.remove(field.id());
        }
        filling = true;
        LEFT_OUT.forEach((field, usual) -> text(field).set(usual));
        json.properties()
                .forEach(value -> RecipeField.ofId(value.getKey())
                        .ifPresent(field -> text(field).set(typed(value.getValue()))));
        filling = false;
        check();
    }

    /** How many fields differ from the preset, the data and the names aside. */
    List<RecipeField> differences() {
        Recipe mine = recipe.get();
        if (mine == null) {
            return List.of();
        }
        ObjectNode here = mine.toJson();
        ObjectNode there = preset.get().recipe().toJson();
        List<RecipeField> different = new ArrayList<>();
        for (RecipeField field : RecipeField.values()) {
            boolean own = switch (field) {
                case BASE, DATANET, DATA, OUT -> true;
                default -> false;
            };
            if (!own && !here.path(field.id()).equals(there.path(field.id()))) {
                different.add(field);
            }
        }
        return different;
    }

    private void fill(Recipe from) {
        filling = true;
        LEFT_OUT.forEach((field, usual) -> text(field).set(usual));
        from.toJson()
                .properties()
                .forEach(value -> RecipeField.ofId(value.getKey())
                        .ifPresent(field -> text(field).set(typed(value.getValue()))));
        filling = false;
    }

    private void check() {
        if (filling) {
            return;
        }
        ObjectNode json = new JsonMapper().createObjectNode();
        boolean wrong = false;
        for (RecipeField field : RecipeField.values()) {
            String text = text(field).get().strip();
            String error = "";
            if (!text.isEmpty()) {
                ObjectNode alone = new JsonMapper().createObjectNode();
                try {
                    Recipe.set(alone, field.id(), List.of(text));
                    Recipe.of(alone, Recipe.defaults());
                    json.setAll(alone);
                } catch (FinetuneException e) {
                    error = sentence(e);
                }
            }
            if (field == RecipeField.OUT && !text.isEmpty() && nameTaken.test(text)) {
                error = takenText;
            }
            error(field).set(error);
            wrong |= !error.isEmpty();
        }
        if (wrong) {
            recipe.set(null);
            return;
        }
        try {
            Recipe whole = Recipe.of(json, Recipe.defaults());
            whole.requireComplete();
            recipe.set(whole);
        } catch (RecipeException e) {
            e.field().ifPresent(field -> {
                if (field == RecipeField.OUT || field == RecipeField.VALIDATION) {
                    error(field).set(sentence(e));
                }
            });
            recipe.set(null);
        }
    }

    private static String typed(JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(part.asString("")));
            return String.join(", ", parts);
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
        return value.asString("");
    }

    private static String sentence(Throwable error) {
        String message = String.valueOf(error.getMessage());
        String capital = message.isEmpty() ? message : Character.toUpperCase(message.charAt(0)) + message.substring(1);
        return capital.endsWith(".") ? capital : capital + ".";
    }

    private static StringProperty property(Map<RecipeField, StringProperty> map, RecipeField field) {
        StringProperty found = map.get(field);
        if (found == null) {
            throw new IllegalStateException(field.id());
        }
        return found;
    }
}
