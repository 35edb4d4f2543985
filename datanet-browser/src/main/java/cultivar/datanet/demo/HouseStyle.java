package cultivar.datanet.demo;

import cultivar.datanet.demo.Demo.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Plain sentences about work, each in the house style of a team that does not exist.
 *
 * <p>The style follows from the sentence by rules, so that there is one right answer. The held-out sentences use the same
 * verbs with other objects, half of them with names that no training row holds. Blemishes for curators to find, all in the
 * training rows: five rows that somebody else sent once more, six that came again with a word changed in the request's
 * frame, one e-mail address in place of a name, two wrong tags, and one answer with the wrong label.
 */
final class HouseStyle {
    private static final int ROWS = 400;
    private static final int HELD_OUT = 60;

    /** Base form and past form of a verb. */
    private record Verb(String base, String past) {}

    private static final List<Verb> VERBS = List.of(
            verb("paint painted"),
            verb("send sent"),
            verb("write wrote"),
            verb("fix fixed"),
            verb("order ordered"),
            verb("check checked"),
            verb("print printed"),
            verb("bring brought"),
            verb("test tested"),
            verb("clean cleaned"),
            verb("pack packed"),
            verb("draw drew"),
            verb("buy bought"),
            verb("sell sold"),
            verb("read read"),
            verb("close closed"));
    private static final List<String> OBJECTS = List.of(
            "the fence",
            "the report",
            "the letter",
            "the old lamp",
            "the red door",
            "the front window",
            "the price list",
            "the kitchen table",
            "the new sign",
            "the map",
            "the boxes",
            "the last page",
            "the long list",
            "the blue bike",
            "the garden gate",
            "the menu",
            "the green folder",
            "the small tent",
            "the shop plan",
            "the ten chairs");
    private static final List<String> OTHER_OBJECTS = List.of(
            "the white wall",
            "the invoice",
            "the camera bag",
            "the winter plan",
            "the paper map",
            "the round table",
            "the short note",
            "the brown boxes",
            "the wooden sign",
            "the second page");
    private static final List<String> NAMES = Requests.words("""
        Anna Ben Clara David Emma Felix Grace Henry Iris Jack Kate Leo Mia Noah Olga Paul Rosa Sam Tina Victor Yara Zoe
        Omar Priya\
        """);
    private static final List<String> OTHER_NAMES =
            Requests.words("Anouk Bodo Cleo Dario Esra Fynn Gwen Hector Ilse Jorin");
    private static final List<String> TIMES =
            Requests.words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");

    private final Dice dice;
    private final boolean unseen;

    private HouseStyle(Dice dice, boolean unseen) {
        this.dice = dice;
        this.unseen = unseen;
    }

    private static Verb verb(String forms) {
        List<String> both = Requests.words(forms);
        return new Verb(both.get(0), both.get(1));
    }

    static Demo generate() {
        Requests seen = new Requests();
        List<Row> heldOut = fresh(new HouseStyle(new Dice(202), true), HELD_OUT, seen);
        List<Row> rows = fresh(new HouseStyle(new Dice(11), false), ROWS - 11, seen);
        blemish(rows);
        return new Demo(
                "house-style",
                "House style",
                "Plain sentences rewritten as terse notes: \"DO: Paint the fence. [Anna / Monday] ~~\"",
                DESCRIPTION,
                GUIDELINES,
                tags(),
                rows,
                heldOut);
    }

    private static List<Row> fresh(HouseStyle maker, int count, Requests seen) {
        List<Row> out = new ArrayList<>();
        while (out.size() < count) {
            String[] made = maker.pair();
            // The frame of a request does not make its sentence another one.
            if (seen.add(made[0])) {
                out.add(maker.row(made));
            }
        }
        return out;
    }

    /** Sentence, note and tag. */
    private String[] pair() {
        Verb verb = dice.pick(VERBS);
        String object = dice.pick(unseen && dice.chance(60) ? OTHER_OBJECTS : OBJECTS);
        String who = dice.pick(unseen && dice.chance(50) ? OTHER_NAMES : NAMES);
        String when = dice.chance(60) ? dice.pick(TIMES) : "";
        String on = when.isEmpty() ? "" : " on " + when;
        String base = verb.base() + " " + object + on;
        String label = dice.one("DO", "DO", "DONE", "DONE", "ASK", "STOP");
        String sentence = switch (label) {
            case "DO" -> who + dice.one(" will ", " is going to ", " has to ") + base + ".";
            case "DONE" -> who + " " + verb.past() + " " + object + on + ".";
            case "ASK" -> dice.one("Can ", "Will ", "Could ") + who + " " + base + "?";
            default -> who + dice.one(" must not ", " cannot ", " will not ") + base + ".";
        };
        String order =
                Character.toUpperCase(verb.base().charAt(0)) + verb.base().substring(1) + " " + object;
        String note = label + ": " + order + ". [" + who + " / " + (when.isEmpty() ? "-" : when) + "] ~~";
        return new String[] {sentence, note, label.toLowerCase(Locale.ROOT)};
    }

    private Row row(String[] made) {
        String user =
                dice.one("House style: ", "House style: ", "Put this in house style: ", "Rewrite in house style: ")
                        + made[0];
        Contributor expert = switch (made[2]) {
            case "do" -> Contributor.CLOVER;
            case "done" -> Contributor.ELDER;
            case "ask" -> Contributor.GORSE;
            default -> Contributor.BASIL;
        };
        Contributor by = dice.chance(65)
                ? expert
                : dice.pick(List.of(
                        Contributor.CLOVER,
                        Contributor.ELDER,
                        Contributor.GORSE,
                        Contributor.BASIL,
                        Contributor.DAHLIA));
        return new Row(user, made[1], by, by.licence(), Demo.SOURCE, List.of(made[2]));
    }

    private static void blemish(List<Row> rows) {
        Row named = rows.get(25);
        String name = named.assistant().replaceAll(".*\\[(\\w+) /.*", "$1");
        rows.set(
                25,
                named.asking(named.user().replace(name, "someone@example.org"))
                        .answering(named.assistant().replace(name, "someone@example.org")));
        Row wrong = rows.stream()
                .filter(row -> row.tags().contains("stop"))
                .skip(4)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(wrong), wrong.answering(wrong.assistant().replace("STOP", "DO")));
        Row done = rows.stream()
                .filter(row -> row.tags().contains("done"))
                .skip(8)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(done), done.tagged("ask"));
        Row ask = rows.stream()
                .filter(row -> row.tags().contains("ask"))
                .skip(6)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(ask), ask.tagged("done"));
        for (int i = 0; i < 5; i++) {
            rows.add(60 * (i + 1), rows.get(37 * i + 44).by(Contributor.ALMA));
        }
        for (int i = 0; i < 6; i++) {
            Row twin = rows.get(41 * i + 50);
            String text =
                    "In our house style: " + twin.user().substring(twin.user().indexOf(": ") + 2);
            rows.add(rows.size() - 15 * i, twin.asking(text).by(Contributor.DAHLIA));
        }
    }

    private static Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("do", "Something that is to be done");
        tags.put("done", "Something that was done");
        tags.put("ask", "A question whether somebody can do it");
        tags.put("stop", "Something that must not be done");
        return tags;
    }

    private static final String DESCRIPTION = """
        A small team writes its notes in one terse style. The request holds a plain sentence; the answer is the note:

            Anna will paint the fence on Monday.   ->   DO: Paint the fence. [Anna / Monday] ~~

        The rules leave no choice, so an answer is right only when every character is. Held-out sentences use objects and \
        names that training never shows.

        Some rows are wrong on purpose. Curators, have a look at copies, labels and an address that should not be there.
        """;

    private static final String GUIDELINES = """
        A note is `LABEL: Order. [who / when] ~~`.

        1. **Label**: `DO` for what will be done or has to be, `DONE` for what was done, `ASK` for a question, `STOP` for what \
        must not, cannot or will not be done.
        2. **Order**: the verb in its base form with a capital, then the object as it stands, then a full stop.
        3. **Square brackets**: who, a slash between spaces, and the day without `on`; a dash where no day is named.
        4. **End**: a space and two tildes.
        5. Names are invented; no real people and no addresses of any kind.
        6. Tag each row with its label in small letters.
        """;
}
