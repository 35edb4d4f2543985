package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each column of a row is, every target at most once.
 *
 * @param columns in the order of the file
 */
public record Mapping(Map<String, Target> columns) {
    private static final List<List<String>> PAIRS =
            List.of(List.of("prompt", "completion"), List.of("instruction", "output"), List.of("question", "answer"));

    public Mapping {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** What columns of these names usually are; capital letters do not matter. */
    public static Mapping detect(Collection<String> names) {
        Map<Target, String> found = new LinkedHashMap<>();
        for (Target target : Target.values()) {
            column(names, target.usualNames()).ifPresent(column -> found.put(target, column));
        }
        for (List<String> pair : PAIRS) {
            Optional<String> asked = column(names, pair.subList(0, 1));
            Optional<String> answered = column(names, pair.subList(1, 2));
            if (asked.isPresent() && answered.isPresent()) {
                found.put(Target.PROMPT, asked.get());
                found.put(Target.COMPLETION, answered.get());
                break;
            }
        }
        if (!found.containsKey(Target.PROMPT) && found.containsKey(Target.INPUT)) {
            found.put(Target.PROMPT, found.get(Target.INPUT));
            found.remove(Target.INPUT);
        }
        boolean paired = found.containsKey(Target.PROMPT) && found.containsKey(Target.COMPLETION);
        if (found.containsKey(Target.MESSAGES)) {
            found.keySet().removeAll(Set.of(Target.TEXT, Target.PROMPT, Target.INPUT, Target.COMPLETION));
        } else if (paired) {
            found.remove(Target.TEXT);
        } else if (found.containsKey(Target.TEXT)) {
            found.keySet().removeAll(Set.of(Target.PROMPT, Target.INPUT, Target.COMPLETION));
        }
        Map<String, Target> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, Target.NOTHING));
        found.forEach((target, column) -> columns.put(column, target));
        return new Mapping(columns);
    }

    /**
     * This mapping with a person's changes. What they name takes the place of what was found: a target moves to its new
     * column, and a conversation that is named in parts is no longer taken whole.
     */
    public Mapping with(Map<String, Target> changes) {
        Set<Target> gone = EnumSet.noneOf(Target.class);
        gone.addAll(changes.values());
        if (gone.contains(Target.MESSAGES) || gone.contains(Target.TEXT)) {
            gone.addAll(List.of(Target.MESSAGES, Target.TEXT, Target.PROMPT, Target.INPUT, Target.COMPLETION));
        } else if (gone.contains(Target.PROMPT) || gone.contains(Target.COMPLETION)) {
            gone.addAll(List.of(Target.MESSAGES, Target.TEXT));
        }
        Map<String, Target> next = new LinkedHashMap<>();
        columns.forEach((column, target) -> {
            Target kept = gone.contains(target) ? Target.NOTHING : target;
            next.put(column, changes.getOrDefault(column, kept));
        });
        return new Mapping(next);
    }

    /** The column that is this target, if there is one. */
    public Optional<String> column(Target target) {
        for (Map.Entry<String, Target> entry : columns.entrySet()) {
            if (entry.getValue() == target) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Whether a conversation can come of it. */
    public boolean complete() {
        return columns.containsValue(Target.MESSAGES)
                || columns.containsValue(Target.TEXT)
                || (columns.containsValue(Target.PROMPT) && columns.containsValue(Target.COMPLETION));
    }

    /** What people call it, such as {@code alpaca}; empty where no conversation can come of it. */
    public String layout() {
        if (!complete()) {
            return "";
        }
        String messages = column(Target.MESSAGES).orElse("");
        if (!messages.isEmpty()) {
            return messages.equalsIgnoreCase("messages") ? "messages" : "sharegpt";
        }
        if (columns.containsValue(Target.TEXT)) {
            return "text";
        }
        String asked = column(Target.PROMPT).orElse("").toLowerCase(Locale.ROOT);
        return switch (asked) {
            case "instruction" -> "alpaca";
            case "question" -> "question-answer";
            default -> "prompt-completion";
        };
    }

    /** Reads changes of the form {@code column=target}; fails where one is none. */
    public static Map<String, Target> changes(Map<String, String> given) {
        Map<String, Target> changes = new LinkedHashMap<>();
        given.forEach((column, id) -> changes.put(column, Target.ofId(id)));
        List<Target> twice = changes.values().stream()
                .filter(target -> target != Target.NOTHING)
                .filter(target -> java.util.Collections.frequency(changes.values(), target) > 1)
                .toList();
        if (!twice.isEmpty()) {
            throw new DatanetException(
                    "Two columns cannot both be " + twice.getFirst().id() + "; name one");
        }
        return changes;
    }

    /** The columns as a sentence has them. */
    String names() {
        return columns.keySet().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    private static Optional<String> column(Collection<String> names, List<String> usual) {
        for (String wanted : usual) {
            for (String name : names) {
                if (name.equalsIgnoreCase(wanted)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }
}
