package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everyday requests as one compact JSON object; strings quoted, numbers as they were said, keys always in one order. */
final class ToolCalls {
    /** A number that keeps the digits that it was written with. */
    private record Figure(String digits) {}

    private ToolCalls() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("json.timer", 1.0, ToolCalls::timer),
                Skill.open("json.message", 1.6, ToolCalls::message),
                Skill.open("json.add", 1.4, ToolCalls::add),
                Skill.open("json.play", 1.0, ToolCalls::play),
                Skill.open("json.weather", 0.8, ToolCalls::weather),
                Skill.open("json.table", 1.0, ToolCalls::table),
                Skill.open("json.lights", 0.8, ToolCalls::lights),
                Skill.open("json.parcel", 1.6, ToolCalls::parcel),
                Skill.open("json.schema", 2.6, ToolCalls::schema),
                Skill.open("json.fields", 2.2, ToolCalls::fields),
                Skill.open("json.read", 1.6, ToolCalls::read),
                Skill.open("json.space", 0.9, ToolCalls::space));
    }

    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }

    static String json(Object value) {
        return json(value, "");
    }

    /** With {@code gap} after each colon and comma. */
    private static String json(Object value, String gap) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\":" + gap + json(e.getValue(), gap))
                        .collect(Collectors.joining("," + gap, "{", "}"));
            case List<?> list -> list.stream().map(v -> json(v, gap)).collect(Collectors.joining("," + gap, "[", "]"));
            case Figure figure -> figure.digits();
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            default -> value.toString();
        };
    }

    private static List<Turn> call(Draw d, String request, Object... pairs) {
        String asked = Ask.orderEnd(d, request);
        if (d.chance(0.15)) {
            return List.of(
                    Turn.system(
                            d.one("Answer with a tool call.", "Reply with JSON only.", "Write the tool call as JSON.")),
                    Turn.user(asked),
                    Turn.assistant(json(object(pairs))));
        }
        return Ask.turns(asked, json(object(pairs)));
    }

    private static List<Turn> timer(Draw d) {
        String n = d.chance(0.8) ? Integer.toString(d.between(1, 90)) : d.between(0, 9) + "." + d.between(1, 9);
        String unit = d.one("minutes", "seconds", "hours");
        String head = d.one(
                "Set a timer for %n %u",
                "Start a timer of %n %u",
                "Set the timer to %n %u",
                "Timer for %n %u",
                "Start a %n %u timer",
                "Wake me in %n %u",
                "Ring in %n %u",
                "Count down %n %u",
                "Give me a timer of %n %u",
                "Remind me in %n %u");
        return call(d, head.replace("%n", n).replace("%u", unit), "tool", "timer", unit, new Figure(n));
    }

    private static List<Turn> message(Draw d) {
        String to = switch (d.below(4)) {
            case 0 -> MadeUp.joined(d);
            case 1 -> MadeUp.any(d);
            default -> Lexicon.name(d);
        };
        String text = switch (d.below(4)) {
            case 0 ->
                d.one(
                        "I am late",
                        "call me back",
                        "see you soon",
                        "happy birthday",
                        "dinner is ready",
                        "the train is late",
                        "I am at home",
                        "thank you",
                        "good luck",
                        "bring some bread");
            case 1 -> "meet me " + d.pick(Lexicon.PLACES);
            case 2 -> "the code is " + MadeUp.any(d);
            default -> Copying.wordList(d, 2, 4);
        };
        String head = d.one(
                "Send a message to %n: %t",
                "Text %n: %t",
                "Write to %n: %t",
                "Message %n: %t",
                "Tell %n: %t",
                "Send %n this message: %t",
                "Send %n the text: %t",
                "Message to %n: %t",
                "Let %n know: %t",
                "Text to %n: %t");
        String request = Ask.order(d, head.replace("%n", to).replace("%t", text));
        return Ask.turns(request, json(object("tool", "message", "to", to, "text", text)));
    }

    private static List<Turn> add(Draw d) {
        String item = d.chance(0.5) ? d.pick(Lexicon.FOODS) : d.chance(0.5) ? MadeUp.any(d) : d.pick(Lexicon.PLAIN);
        String list = d.one("shopping", "packing", "reading", "party", "holiday", MadeUp.spoken(d));
        if (d.chance(0.35)) {
            List<String> items = d.some(d.chance(0.5) ? Lexicon.FOODS : Lexicon.THINGS, d.between(2, 3));
            String head = d.one("Add %i to my %l list", "Put %i on the %l list", "I need %i on my %l list");
            return call(
                    d,
                    head.replace("%i", Ask.join(items)).replace("%l", list),
                    "tool",
                    "list",
                    "name",
                    list,
                    "items",
                    items);
        }
        if (d.chance(0.5)) {
            String n = MadeUp.amount(d);
            String head = d.one(
                    "Add %n %i to my %l list",
                    "Put %n %i on my %l list",
                    "Add %n %i to the %l list",
                    "Put %n %i on the %l list",
                    "Write %n %i on my %l list");
            return call(
                    d,
                    head.replace("%n", n).replace("%i", item).replace("%l", list),
                    "tool",
                    "list",
                    "name",
                    list,
                    "items",
                    List.of(item),
                    "count",
                    new Figure(n));
        }
        String head = d.one(
                "Add %i to my %l list",
                "Put %i on my %l list",
                "Add %i to the %l list",
                "Put %i on the %l list",
                "Write %i on my %l list",
                "Note %i on the %l list",
                "Place %i on my %l list",
                "My %l list needs %i");
        return call(
                d, head.replace("%i", item).replace("%l", list), "tool", "list", "name", list, "items", List.of(item));
    }

    private static List<Turn> play(Draw d) {
        String song = d.chance(0.5)
                ? Ask.upperFirst(MadeUp.spoken(d)) + " " + Ask.upperFirst(d.pick(Lexicon.PLAIN))
                : Ask.upperFirst(d.pick(Lexicon.COLOURS)) + " " + Ask.upperFirst(d.pick(Lexicon.PLAIN));
        if (d.chance(0.5)) {
            String by = Lexicon.name(d);
            String head = d.one(
                    "Play %s by %b",
                    "Play the song %s by %b",
                    "Put on %s by %b",
                    "I want to hear %s by %b",
                    "Start %s by %b",
                    "Let me hear %s by %b");
            return call(d, head.replace("%s", song).replace("%b", by), "tool", "play", "song", song, "by", by);
        }
        String head = d.one(
                "Play %s", "Play the song %s", "Put on %s", "I want to hear %s", "Start the song %s", "Let me hear %s");
        return call(d, head.replace("%s", song), "tool", "play", "song", song);
    }

    private static List<Turn> weather(Draw d) {
        String city = Lexicon.city(d);
        String day = d.one("today", "tomorrow", d.pick(Lexicon.DAYS));
        String head = d.one(
                "Show the weather in %c %d",
                "Show me the weather for %c %d",
                "Check the weather in %c %d",
                "Look up the weather in %c %d",
                "Get the weather for %c %d",
                "Weather in %c %d",
                "Weather for %c %d",
                "Find the weather in %c %d",
                "Fetch the weather of %c %d",
                "Get me the weather in %c %d");
        String when = Lexicon.DAYS.contains(day) ? "on " + day : day;
        return call(d, head.replace("%c", city).replace("%d", when), "tool", "weather", "city", city, "day", day);
    }

    private static List<Turn> table(Draw d) {
        String people = d.chance(0.5) ? Integer.toString(d.between(2, 12)) : "";
        int n = d.between(2, 12);
        String said = people.isEmpty() ? Numbers.WORDS.get(n) : people;
        String day = d.pick(Lexicon.DAYS);
        String time = d.between(10, 22) + ":" + d.one("00", "15", "30", "45");
        String head = d.one(
                "Book a table for %n on %d at %t",
                "Reserve a table for %n on %d at %t",
                "Book us a table for %n at %t on %d",
                "Get a table for %n people on %d at %t",
                "Table for %n on %d at %t",
                "I need a table for %n on %d at %t",
                "Make a booking for %n on %d at %t",
                "Order a table for %n people at %t on %d",
                "Find a table for %n on %d at %t",
                "Book a table on %d at %t for %n people");
        return call(
                d,
                head.replace("%n", said).replace("%d", day).replace("%t", time),
                "tool",
                "table",
                "people",
                people.isEmpty() ? n : new Figure(people),
                "when",
                object("day", day, "time", time));
    }

    private static List<Turn> lights(Draw d) {
        String room = d.chance(0.7)
                ? d.pick(Lexicon.words("kitchen bedroom bathroom hall attic cellar office garage"))
                : MadeUp.spoken(d) + " room";
        boolean on = d.chance(0.5);
        if (d.chance(0.35)) {
            int level = d.between(1, 100);
            String head = d.one(
                    "Set the %r lights to %n percent", "Dim the %r lights to %n percent", "Set the %r lights to %n%");
            return call(
                    d,
                    head.replace("%r", room).replace("%n", Integer.toString(level)),
                    "tool",
                    "lights",
                    "room",
                    room,
                    "level",
                    level);
        }
        String head = d.one(
                "Turn %s the lights in the %r",
                "Switch %s the %r lights",
                "Turn the %r lights %s",
                "Switch the lights in the %r %s",
                "Put the %r lights %s",
                "Turn %s the %r lights",
                "Lights %s in the %r");
        return call(
                d, head.replace("%s", on ? "on" : "off").replace("%r", room), "tool", "lights", "room", room, "on", on);
    }

    /** Amount, thing and receiver: three copies in one short object. */
    private static List<Turn> parcel(Draw d) {
        String n = MadeUp.amount(d);
        String unit = d.one("kg", "boxes", "bags", "litres", "metres");
        String item = d.chance(0.6) ? MadeUp.any(d) : d.pick(Lexicon.PLAIN);
        String to = d.chance(0.3) ? MadeUp.joined(d) : d.chance(0.5) ? Lexicon.city(d) : Lexicon.name(d);
        if (d.chance(0.3)) {
            String from = Lexicon.city(d);
            String head = d.one(
                    "Ship %n %u of %i from %f to %t",
                    "Carry %n %u of %i from %f to %t",
                    "Bring %n %u of %i from %f to %t",
                    "Take %n %u of %i from %f to %t");
            return call(
                    d,
                    head.replace("%n", n)
                            .replace("%u", unit)
                            .replace("%i", item)
                            .replace("%f", from)
                            .replace("%t", to),
                    "tool",
                    "ship",
                    "amount",
                    n,
                    "unit",
                    unit,
                    "item",
                    item,
                    "from",
                    from,
                    "to",
                    to);
        }
        String head = d.one(
                "Order %n %u of %i for %t",
                "Ship %n %u of %i to %t",
                "Deliver %n %u of %i to %t",
                "Bring %n %u of %i to %t",
                "Get %n %u of %i for %t",
                "Pack %n %u of %i for %t",
                "Mail %n %u of %i to %t");
        String tool = head.startsWith("Order") || head.startsWith("Get") ? "order" : "ship";
        return call(
                d,
                head.replace("%n", n).replace("%u", unit).replace("%i", item).replace("%t", to),
                "tool",
                tool,
                "amount",
                n,
                "unit",
                unit,
                "item",
                item,
                "to",
                to);
    }

    private static Object value(Draw d) {
        return switch (d.below(7)) {
            case 0 -> new Figure(Integer.toString(d.between(0, 999)));
            case 1 -> new Figure(d.between(0, 99) + "." + d.between(1, 9));
            case 2 -> Lexicon.name(d);
            case 3 -> d.pick(Lexicon.PLAIN);
            case 4 -> d.chance(0.3) ? (Object) d.chance(0.5) : MadeUp.amount(d);
            default -> MadeUp.any(d);
        };
    }

    private static String plain(Object value) {
        return value instanceof String text ? text : json(value);
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
                Ask.order(d, head.replace("%k", String.join(", ", keys))) + ": " + String.join(", ", said), json(made));
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
                    value instanceof Figure || value instanceof Boolean || value instanceof List
                            ? value
                            : plain(value));
            said.add(key + mark + (value instanceof List<?> l ? l.get(0) + " and " + l.get(1) : plain(value)));
        }
        // Amounts in words stay strings only where the request quotes them; plain figures are numbers.
        made.replaceAll((key, value) -> value instanceof String s && isNumber(s) ? new Figure(s) : value);
        String given = String.join(d.one(", ", "; ", "\n"), said);
        boolean nested = d.chance(0.2);
        String outer = nested ? d.one("data", "person", "order", "box", MadeUp.spoken(d)) : "";
        Object answer = nested ? object(outer, made) : made;
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
                json(answer));
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
            given = json(made, d.chance(0.7) ? "" : " ");
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
        String answer = made.get(key) instanceof String s ? s : json(made.getOrDefault(key, ""));
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
        return Ask.turns(Ask.order(d, head) + ": " + json(made, tight ? " " : ""), json(made, tight ? "" : " "));
    }
}
