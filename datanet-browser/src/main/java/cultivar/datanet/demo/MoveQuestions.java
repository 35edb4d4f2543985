package cultivar.datanet.demo;

import cultivar.datanet.demo.Demo.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Short questions on the Move language.
 *
 * <p>The held-out questions ask for facts that training also holds, in other words, and are tagged {@code paraphrase}:
 * they measure whether an adapter found the fact again, not whether it knows others. Blemishes for curators to find, all
 * in the training rows: four rows that somebody else sent once more, four questions that came again without the question
 * mark, one e-mail address as the source, two wrong tags, and one wrong answer.
 */
final class MoveQuestions {
    private MoveQuestions() {}

    static Demo generate() {
        List<Row> rows = new ArrayList<>();
        List<Row> heldOut = new ArrayList<>();
        Dice dice = new Dice(23);
        List<MoveFacts.Fact> facts = MoveFacts.all();
        for (MoveFacts.Fact fact : facts) {
            for (String question : fact.questions()) {
                rows.add(row(fact, question, by(dice, fact.tag()), fact.tag()));
            }
            heldOut.add(row(fact, fact.asked(), by(dice, fact.tag()), fact.tag(), "paraphrase"));
        }
        shuffle(rows, dice);
        blemish(rows);
        return new Demo(
                "move-questions",
                "Move questions",
                "Short questions on the Move language, each answered in one sentence",
                DESCRIPTION,
                GUIDELINES,
                tags(),
                rows,
                heldOut);
    }

    private static Row row(MoveFacts.Fact fact, String question, Contributor by, String... tags) {
        return new Row(question, fact.answer(), by, by.licence(), Demo.SOURCE, List.of(tags));
    }

    private static Contributor by(Dice dice, String tag) {
        Contributor expert = switch (tag) {
            case "resources", "objects" -> Contributor.DAHLIA;
            case "abilities", "generics" -> Contributor.FENNEL;
            case "modules", "scripts", "functions" -> Contributor.GORSE;
            case "values", "references" -> Contributor.ALMA;
            default -> Contributor.ELDER;
        };
        return dice.chance(75)
                ? expert
                : dice.pick(List.of(
                        Contributor.ALMA,
                        Contributor.DAHLIA,
                        Contributor.ELDER,
                        Contributor.FENNEL,
                        Contributor.GORSE));
    }

    private static void shuffle(List<Row> rows, Dice dice) {
        for (int i = rows.size() - 1; i > 0; i--) {
            int at = dice.below(i + 1);
            Row row = rows.get(at);
            rows.set(at, rows.get(i));
            rows.set(i, row);
        }
    }

    private static void blemish(List<Row> rows) {
        Row mailed = rows.get(12);
        rows.set(
                12,
                new Row(
                        mailed.user(),
                        mailed.assistant(),
                        mailed.contributor(),
                        mailed.licence(),
                        "Asked by someone@example.org",
                        mailed.tags()));
        Row wrong = rows.stream()
                .filter(row -> row.assistant().startsWith("A reference written with & "))
                .skip(2)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(wrong), wrong.answering("A reference written with & can change a value."));
        Row first = rows.stream()
                .filter(row -> row.tags().contains("testing"))
                .skip(5)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(first), first.tagged("events"));
        Row second = rows.stream()
                .filter(row -> row.tags().contains("abilities"))
                .skip(9)
                .findFirst()
                .orElseThrow();
        rows.set(rows.indexOf(second), second.tagged("modules"));
        for (int i = 0; i < 4; i++) {
            rows.add(50 * (i + 1), rows.get(23 * i + 30).by(Contributor.BASIL));
        }
        for (int i = 0; i < 4; i++) {
            Row twin = rows.get(29 * i + 40);
            String text = twin.user().substring(0, twin.user().length() - 1);
            rows.add(rows.size() - 12 * i, twin.asking(text).by(Contributor.ALMA));
        }
    }

    private static Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("resources", "Values that can only be moved, and where they are stored");
        tags.put("objects", "Objects as Sui has them");
        tags.put("abilities", "copy, drop, store and key");
        tags.put("generics", "Type parameters");
        tags.put("modules", "Modules and what they share");
        tags.put("scripts", "Scripts");
        tags.put("functions", "Functions and who may call them");
        tags.put("errors", "Aborting");
        tags.put("constants", "Constants");
        tags.put("values", "Types of values");
        tags.put("references", "References");
        tags.put("events", "Events");
        tags.put("testing", "Tests and proofs");
        tags.put("packages", "Packages");
        tags.put("paraphrase", "Held-out: asks for a fact of the training rows in other words");
        return tags;
    }

    private static final String DESCRIPTION = """
        Short questions on the Move language and one plain sentence for each answer, written for Cultivar.

        Six ways of asking for each fact are for training. A seventh, in other words, is held out: it shows whether an adapter \
        finds the fact again. It does **not** show that the adapter knows Move beyond these facts.

        Most facts hold for every Move chain; where one holds only for Sui, the question or the answer says so.
        """;

    private static final String GUIDELINES = """
        1. One question, one short sentence that is true, in your own words.
        2. The same fact always has the same answer.
        3. Say which chain you mean where chains differ.
        4. Write code words as they are: `move_to`, `&mut`, `#[test]`.
        5. No personal data, in the source field either.
        6. One tag for the subject. Held-out rows also have `paraphrase`.
        """;
}
