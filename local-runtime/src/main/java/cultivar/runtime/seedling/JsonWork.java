package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Making, reading and respacing JSON whose keys the request names. */
final class JsonWork {
    private JsonWork() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("json.schema", 2.6, JsonWork::schema),
                Skill.open("json.fields", 2.2, JsonWork::fields),
                Skill.open("json.read", 1.6, JsonWork::read),
                Skill.open("json.space", 0.9, JsonWork::space));
    }

    private static Object value(Draw d) {
        return switch (d.below(7)) {
            case 0 -> new Json.Figure(Integer.toString(d.between(0, 999)));
            case 1 -> new Json.Figure(d.between(0, 99) + "." + d.between(1, 9));
            case 2 -> Lexicon.name(d);
            case 3 -> d.pick(Lexicon.PLAIN);
            case 4 -> d.chance(0.3) ? (Object) d.chance(0.5) : MadeUp.amount(d);
            default -> MadeUp.any(d);
        };
    }

    private static String plain(Object value) {
        return value instanceof String text ? text : Json.of(value);
    }

    private static List<String> keys(Draw d, int low, int high) {
        List<String> pool = Lexicon.words(
                "name city age colour size item count price code day time place shop kind team title owner room street"
                        + " note email phone score label weight height order unit from to amount");
        List<String> keys = new ArrayList<>(d.some(pool, d.between(low, high)));
        if (d.chance(0.25)) {
            keys.set(0, MadeUp.spoken(d));
        }
        return keys.stream().distinct().toList();
    }

    /** The request names the keys, in the order in which they are wanted, and the values in the same order. */
    private static List<Turn> schema(Draw d) {
        List<String> keys = keys(d, 1, 4);
        Map<String, Object> made = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        for (String key : keys) {
            String text = d.chance(0.4) ? MadeUp.amount(d) : d.chance(0.5) ? MadeUp.any(d) : d.pick(Lexicon.PLAIN);
            made.put(key, text);
            said.add(text);
        }
        String head = d.one(
                "Write JSON with the keys %k",
                "Make a JSON object with %k",
                "Give me JSON with the keys %k",
                "Build a JSON object with the keys %k",
                "Answer in JSON with the keys %k",
                "Fill the JSON keys %k",
                "Put these values under the keys %k in JSON",
                "Use the keys %k and write JSON",
                "JSON with %k",
                "Turn this into JSON with the keys %k");
        return Ask.turns(
                Ask.order(d, head.replace("%k", String.join(", ", keys))) + ": " + String.join(", ", said),
                Json.of(made));
    }

    /** {@code name: Mia, age: 7} to JSON, sometimes with one level inside another. */
    private static List<Turn> fields(Draw d) {
        Map<String, Object> made = new LinkedHashMap<>();
        List<String> said = new ArrayList<>();
        String mark = d.one(": ", " = ", ": ", "=");
        for (String key : keys(d, 1, 3)) {
            Object value = d.chance(0.15) ? List.of(d.pick(Lexicon.PLAIN), MadeUp.any(d)) : value(d);
            made.put(
                    key,
                    value instanceof Json.Figure || value instanceof Boolean || value instanceof List
                            ? value
                            : plain(value));
            said.add(key + mark + (value instanceof List<?> l ? l.get(0) + " and " + l.get(1) : plain(value)));
        }
        // Amounts in words stay strings only where the request quotes them; plain figures are numbers.
        made.replaceAll((key, value) -> value instanceof String s && isNumber(s) ? new Json.Figure(s) : value);
        String given = String.join(d.one(", ", "; ", "\n"), said);
        boolean nested = d.chance(0.2);
        String outer = nested ? d.one("data", "person", "order", "box", MadeUp.spoken(d)) : "";
        Object answer = nested ? Json.object(outer, made) : made;
        String head = d.one(
                "Turn this into JSON",
                "Write this as JSON",
                "Make JSON of this",
                "Convert this to JSON",
                "Give me this as JSON",
                "Put this into a JSON object",
                "Extract the fields as JSON",
                "Rewrite this as a JSON object",
                "Format this as JSON",
                "Show this in JSON");
        return Ask.turns(
                Ask.order(d, nested ? head + " under the key " + outer : head) + (d.chance(0.5) ? ":\n" : ": ") + given,
                Json.of(answer));
    }

    private static boolean isNumber(String text) {
        return text.matches("(0|[1-9][0-9]*)(\\.[0-9]+)?");
    }

    private static List<Turn> read(Draw d) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (String key : keys(d, 2, 4)) {
            made.put(key, value(d));
        }
        String key = d.pick(List.copyOf(made.keySet()));
        String given;
        if (d.chance(0.5)) {
            given = Json.of(made, d.chance(0.7) ? "" : " ");
        } else {
            given = made.entrySet().stream()
                    .map(e -> e.getKey() + ": " + plain(e.getValue()))
                    .collect(Collectors.joining(d.one(", ", "\n", "; ")));
        }
        String head = d.one(
                "What is the %k here",
                "Give me the %k",
                "Read the %k",
                "Find the %k",
                "Which %k does this have",
                "What is the value of %k",
                "Tell me the %k",
                "Extract the %k",
                "Copy the %k",
                "Look up the %k");
        String answer = made.get(key) instanceof String s ? s : Json.of(made.getOrDefault(key, ""));
        return Ask.turns(Ask.order(d, head.replace("%k", key)) + (d.chance(0.5) ? ":\n" : ": ") + given, answer);
    }

    private static List<Turn> space(Draw d) {
        Map<String, Object> made = new LinkedHashMap<>();
        for (String key : keys(d, 1, 3)) {
            made.put(key, d.chance(0.2) ? List.of(value(d), value(d)) : value(d));
        }
        boolean tight = d.chance(0.5);
        String head = tight
                ? d.one("Remove the spaces from this JSON", "Write this JSON without spaces", "Make this JSON compact")
                : d.one("Put spaces into this JSON", "Write this JSON with spaces", "Make this JSON easier to read");
        return Ask.turns(Ask.order(d, head) + ": " + Json.of(made, tight ? " " : ""), Json.of(made, tight ? "" : " "));
    }
}
