package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two or three turns in which the later ones refer to the earlier ones. */
final class Conversations {
    private Conversations() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("chat.name", 1.0, Conversations::name),
                Skill.open("chat.then", 1.6, Conversations::then),
                Skill.open("chat.recall", 1.2, Conversations::recall),
                Skill.open("chat.fact", 0.8, Conversations::facts),
                Skill.closed("chat.greeted", 1.0, Conversations::greeted),
                Skill.open("chat.change", 0.8, Conversations::change));
    }

    private static List<Turn> chat(String... texts) {
        List<Turn> out = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            out.add(i % 2 == 0 ? Turn.user(texts[i]) : Turn.assistant(texts[i]));
        }
        return out;
    }

    private static List<Turn> name(Draw d) {
        String name = Lexicon.name(d);
        return chat(
                d.one("Hello, I am ", "Hi, my name is ", "My name is ", "I am ", "Hey, I'm ")
                        + name
                        + d.one("", ".", "!"),
                "Hello, " + name + "! How can I help you?",
                Ask.question(
                        d,
                        d.one(
                                "What is my name?",
                                "Do you remember my name?",
                                "Who am I?",
                                "What am I called?",
                                "Can you say my name?",
                                "What's my name?")),
                "Your name is " + name + ".");
    }

    /** Something is written first, and the second request changes it. */
    private static List<Turn> then(Draw d) {
        String text = switch (d.below(3)) {
            case 0 -> MadeUp.word(d);
            case 1 -> Copying.wordList(d, 2, 4);
            default -> Scene.draw(d).sentence();
        };
        String first = Ask.about(d, d.one("Repeat this", "Write this", "Copy this", "Say this", "Echo this"), text);
        int change = d.below(5);
        String second = switch (change) {
            case 0 -> d.one("Now in capital letters", "Now in upper case", "And in all caps", "Make it upper case");
            case 1 -> d.one("Now in lower case", "And in small letters", "Make it lower case");
            case 2 -> d.one("Again", "Once more", "Say it again", "Repeat that", "One more time");
            case 3 -> d.one("Now in quotes", "Put it in quotes", "And with quotation marks");
            default -> d.one("Put that in a note", "Note that down", "Make a note of that");
        };
        String answer = switch (change) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.toLowerCase(Locale.ROOT);
            case 2 -> text;
            case 3 -> '"' + text + '"';
            default -> "Note: " + text;
        };
        return chat(first, text, Ask.orderEnd(d, second), answer);
    }

    private static List<Turn> recall(Draw d) {
        String key = d.one("code", "number", "word", "city", "colour", "animal", "day", "room");
        String value = switch (key) {
            case "number" -> MadeUp.amount(d);
            case "word" -> MadeUp.word(d);
            case "city" -> Lexicon.city(d);
            case "colour" -> d.pick(Lexicon.COLOURS);
            case "animal" -> d.pick(Lexicon.ANIMALS);
            case "day" -> d.pick(Lexicon.DAYS);
            default -> MadeUp.coded(d);
        };
        String told = d.one(
                        "Remember this: my %k is %v",
                        "My %k is %v",
                        "The %k is %v",
                        "Please remember that the %k is %v",
                        "Keep in mind: the %k is %v",
                        "Note that my %k is %v")
                .replace("%k", key)
                .replace("%v", value);
        String ask = d.one(
                        "What is the %k?",
                        "What was the %k?",
                        "What is my %k?",
                        "Which %k did I tell you?",
                        "Do you remember the %k?",
                        "Tell me the %k again")
                .replace("%k", key);
        if (d.chance(0.3)) {
            return chat(
                    told,
                    "I will remember that.",
                    d.one("Thanks", "Thank you", "thanks!"),
                    "You are welcome!",
                    Ask.question(d, ask),
                    value);
        }
        return chat(told, "I will remember that.", Ask.question(d, ask), value);
    }

    private static List<Turn> facts(Draw d) {
        Facts.Pair one = d.pick(Facts.CAPITALS);
        Facts.Pair two = d.pick(Facts.CAPITALS);
        return chat(
                Ask.question(d, "What is the capital of " + one.left() + "?"),
                "The capital of " + one.left() + " is " + one.right() + ".",
                d.one("And of ", "And the one of ", "and of ", "What about ", "And ") + two.left() + d.one("?", ""),
                "The capital of " + two.left() + " is " + two.right() + ".");
    }

    private static List<Turn> greeted(Draw d) {
        List<Turn> rest = Corpus.quotable(d);
        if (rest.getFirst().role().equals("system")) {
            rest = rest.subList(1, rest.size());
        }
        List<Turn> out = new ArrayList<>(chat(
                d.one("Hello", "Hi", "hi", "hello!", "Hey", "hey there", "Hi Seedling", "Hello!"),
                "Hello! How can I help you?"));
        out.addAll(rest);
        if (d.chance(0.25)) {
            out.addAll(chat(d.one("Thanks", "thank you", "Thank you!", "thanks a lot"), "You are welcome!"));
        }
        return out;
    }

    /** A second list item or a second sum, asked for in a few words. */
    private static List<Turn> change(Draw d) {
        Scene scene = Scene.draw(d);
        int form = d.below(3);
        String second = switch (form) {
            case 0 -> d.one("Who was it?", "Who did that?", "Who was that?");
            case 1 -> d.one("Make it a question", "Now as a question", "Ask it as a question");
            default -> d.one("Now with not", "Make it negative", "Say that it did not happen");
        };
        String answer = switch (form) {
            case 0 -> scene.who() + ".";
            case 1 -> scene.asQuestion();
            default -> scene.negated();
        };
        return chat(
                Ask.about(
                        d,
                        d.one("Repeat this", "Copy this sentence", "Say this", "Write this sentence"),
                        scene.sentence()),
                scene.sentence(),
                form == 0 ? second : Ask.orderEnd(d, second),
                answer);
    }
}
