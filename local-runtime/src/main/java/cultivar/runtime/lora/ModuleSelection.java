package cultivar.runtime.lora;

import cultivar.runtime.checkpoint.DecoderSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which modules an {@code adapter_config.json} puts LoRA on, by PEFT's rules: {@code target_modules} is a regular
 * expression for whole names, {@code all-linear}, or a list of names or their last parts; {@code exclude_modules} takes
 * away from it; {@code layers_to_transform} with {@code layers_pattern} keeps some layers of a list.
 */
final class ModuleSelection {
    private final Predicate<String> targets;
    private final Predicate<String> excluded;

    private ModuleSelection(Predicate<String> targets, Predicate<String> excluded) {
        this.targets = targets;
        this.excluded = excluded;
    }

    static ModuleSelection of(JsonNode config) {
        return new ModuleSelection(targets(config), excluded(config.path("exclude_modules")));
    }

    boolean selects(String path) {
        return !excluded.test(path) && targets.test(path);
    }

    private static Predicate<String> targets(JsonNode config) {
        JsonNode targets = config.path("target_modules");
        if (targets.isString()) {
            if (targets.stringValue().toLowerCase(Locale.ROOT).equals("all-linear")) {
                return path -> true;
            }
            return NamePattern.of(targets.stringValue())::matches;
        }
        List<String> names = names(targets);
        if (names.isEmpty()) {
            throw new AdapterException("it names no target_modules.");
        }
        for (String name : names) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            if (last.equals("lm_head") || last.equals("embed_tokens")) {
                throw new AdapterException("target_modules names " + name
                        + ", and Cultivar can run LoRA on the linear modules of layers only.");
            }
        }
        @Nullable Predicate<String> layers = layers(config);
        return path -> names.contains(path)
                || (names.stream().anyMatch(name -> path.endsWith("." + name))
                        && (layers == null || layers.test(path)));
    }

    private static Predicate<String> excluded(JsonNode excluded) {
        if (excluded.isString() && !excluded.stringValue().isEmpty()) {
            return NamePattern.of(excluded.stringValue())::matches;
        }
        List<String> names = names(excluded);
        return path -> names.stream().anyMatch(name -> path.equals(name) || path.endsWith("." + name));
    }

    /** The rule for layers, or null if every layer counts. */
    private static @Nullable Predicate<String> layers(JsonNode config) {
        JsonNode chosen = config.path("layers_to_transform");
        Set<Integer> numbers = new HashSet<>();
        if (chosen.canConvertToInt()) {
            numbers.add(chosen.intValue());
        }
        chosen.forEach(number -> numbers.add(number.asInt(-1)));
        if (numbers.isEmpty()) {
            return null;
        }
        JsonNode pattern = config.path("layers_pattern");
        List<NamePattern> before = new ArrayList<>();
        if (pattern.isString() && !pattern.stringValue().isEmpty()) {
            before.add(layerPattern(pattern.stringValue()));
        }
        names(pattern).forEach(name -> before.add(layerPattern(name)));
        // All layers of a decoder lie in one list, so the number that the rule finds is the one after its name.
        return path -> numbers.contains(layerOf(path))
                && (before.isEmpty() || before.stream().anyMatch(rule -> rule.matches(path)));
    }

    private static NamePattern layerPattern(String listName) {
        return NamePattern.of("(?:.*\\.)?" + listName + "\\.\\d+\\..*");
    }

    private static int layerOf(String path) {
        for (String part : path.split("\\.", -1)) {
            if (!part.isEmpty() && part.chars().allMatch(Character::isDigit)) {
                return Integer.parseInt(part);
            }
        }
        return -1;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        if (list.isArray()) {
            list.forEach(name -> names.add(name.asString("")));
        }
        return names;
    }

    /** The modules of a decoder that are selected, layer by layer in the order of use, shaped by {@code shape}. */
    List<LoraModule> modules(DecoderSpec spec, Shape shape) {
        List<LoraModule> modules = new ArrayList<>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (String name : spec.modules()) {
                String path = spec.modulePath(layer, name);
                if (selects(path)) {
                    modules.add(new LoraModule(layer, name, path, shape.rank(path), shape.alpha(path)));
                }
            }
        }
        return List.copyOf(modules);
    }

    /** Rank and alpha by a module's name. */
    interface Shape {
        int rank(String path);

        double alpha(String path);
    }
}
