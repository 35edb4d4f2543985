package cultivar.runtime.seedling;

import java.util.List;

/** Everyday requests as one compact JSON object; strings quoted, numbers as they were said, keys always in one order. */
final class ToolCalls {
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
                Skill.open("json.parcel", 1.6, ToolCalls::parcel));
    }

    private static List<Turn> call(Draw d, String request, Object... pairs) {
        String asked = Ask.orderEnd(d, request);
        if (d.chance(0.15)) {
            return List.of(
                    Turn.system(
                            d.one("Answer with a tool call.", "Reply with JSON only.", "Write the tool call as JSON.")),
                    Turn.user(asked),
                    Turn.assistant(Json.of(Json.object(pairs))));
        }
        return Ask.turns(asked, Json.of(Json.object(pairs)));
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
        return call(d, head.replace("%n", n).replace("%u", unit), "tool", "timer", unit, new Json.Figure(n));
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
        return Ask.turns(request, Json.of(Json.object("tool", "message", "to", to, "text", text)));
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
                    new Json.Figure(n));
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
                people.isEmpty() ? n : new Json.Figure(people),
                "when",
                Json.object("day", day, "time", time));
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
}
