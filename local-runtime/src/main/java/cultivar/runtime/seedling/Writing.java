package cultivar.runtime.seedling;

import java.util.List;

/** Notes, sentences with given words, and very short stories. */
final class Writing {
    private Writing() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("write.sentence", 1.2, Writing::sentence),
                Skill.open("write.note", 1.4, Writing::note),
                Skill.open("write.keep", 1.6, Writing::keep),
                Skill.open("write.story", 1.6, Writing::story),
                Skill.open("write.greeting", 0.8, Writing::greeting),
                Skill.open("write.fill", 1.4, Writing::fill),
                Skill.open("write.continue", 0.8, Writing::carryOn));
    }

    /** One fixed frame for each list of words, so that the answer is sure and correct. */
    private static String sentenceWith(String word) {
        if (Lexicon.THINGS.contains(word)) {
            return "Anna has " + Ask.article(word) + " at home.";
        }
        if (Lexicon.FOODS.contains(word)) {
            return "Ben eats " + Ask.article(word) + " for lunch.";
        }
        if (Lexicon.ANIMALS.contains(word)) {
            return "I saw " + Ask.article(word) + " on the farm.";
        }
        if (Lexicon.ADJECTIVES.contains(word)) {
            return "The teacher is " + word + " today.";
        }
        if (Lexicon.JOBS.contains(word)) {
            return "My friend is " + Ask.article(word) + ".";
        }
        return "The little boat is " + word + ".";
    }

    private static List<Turn> sentence(Draw d) {
        String word = d.pick(
                switch (d.below(6)) {
                    case 0 -> Lexicon.THINGS;
                    case 1 -> Lexicon.FOODS;
                    case 2 -> Lexicon.ANIMALS;
                    case 3 -> Lexicon.ADJECTIVES;
                    case 4 -> Lexicon.JOBS;
                    default -> Lexicon.COLOURS;
                });
        String head = d.one(
                "Make a sentence with",
                "Write a sentence with",
                "Use this word in a sentence",
                "Write a sentence with the word",
                "Give me a sentence with the word",
                "Form a sentence with",
                "Make a sentence with the word",
                "Say something with the word",
                "Build a sentence with",
                "Put this word in a sentence");
        return Ask.turns(Ask.aboutWord(d, head, word), sentenceWith(word));
    }

    private static String topic(Draw d) {
        return switch (d.below(5)) {
            case 0 -> "the " + d.pick(Lexicon.THINGS);
            case 1 -> "the " + d.pick(Lexicon.COLOURS) + " " + d.pick(Lexicon.THINGS);
            case 2 -> "the " + MadeUp.spoken(d);
            case 3 -> "the trip to " + Lexicon.city(d);
            default ->
                "the " + d.one("party", "meeting", "lesson", "dinner", "game", "concert", "visit", "picnic") + " on "
                        + d.pick(Lexicon.DAYS);
        };
    }

    private static List<Turn> note(Draw d) {
        String name = Lexicon.name(d);
        String about = topic(d);
        String head = d.one(
                "Write a note to %n about %t",
                "Write %n a note about %t",
                "Write a short note to %n about %t",
                "Send %n a note about %t",
                "Make a note for %n about %t",
                "Leave %n a note about %t",
                "Write a message to %n about %t",
                "Tell %n in a note about %t",
                "Draft a note to %n about %t",
                "Write a few words to %n about %t");
        return Ask.turns(
                Ask.orderEnd(d, head.replace("%n", name).replace("%t", about)),
                "Dear " + name + ", I am writing to you about " + about + ". Please let me know what you think.");
    }

    private static List<Turn> keep(Draw d) {
        String text = switch (d.below(4)) {
            case 0 -> Copying.wordList(d, 2, 5);
            case 1 -> Scene.draw(d).sentence();
            case 2 -> d.one("call ", "write to ", "meet ", "visit ") + Lexicon.name(d) + " " + d.pick(Lexicon.TIMES);
            default -> d.one("buy ", "pay ", "order ", "bring ") + MadeUp.amount(d) + " " + MadeUp.any(d);
        };
        String head = d.one(
                "Put this in a note",
                "Make a note of this",
                "Note this down",
                "Take a note",
                "Write this down",
                "Keep this in mind",
                "Add this to my notes",
                "Remember this",
                "Save this as a note",
                "Jot this down");
        return Ask.turns(Ask.about(d, head, text), "Note: " + text);
    }

    private static List<Turn> story(Draw d) {
        String who = Lexicon.name(d);
        String animal = d.pick(Lexicon.ANIMALS);
        String thing = d.pick(Lexicon.THINGS);
        String place = d.pick(Lexicon.PLACES);
        String colour = d.pick(Lexicon.COLOURS);
        boolean coloured = d.chance(0.5);
        String owned = coloured ? colour + " " + thing : thing;
        String head = d.one(
                "Write a short story about %w, %a and %t",
                "Tell me a story with %w, %a and %t",
                "Make up a story about %w, %a and %t",
                "Tell a short story about %w with %a and %t",
                "Write a little story with %w, %a and %t",
                "Tell me a short tale of %w, %a and %t",
                "Invent a story about %w, %a and %t",
                "Give me a story with %w, %a and %t",
                "Write a story of three sentences about %w, %a and %t",
                "Tell a story: %w, %a, %t");
        String text = head.replace("%w", who).replace("%a", Ask.article(animal)).replace("%t", Ask.article(owned));
        String here = d.chance(0.5) ? " " + place : "";
        String answer = "One day " + who + " met " + Ask.article(animal) + (here.isEmpty() ? " in the garden" : here)
                + ". The " + animal + " had " + Ask.article(owned) + ". They played with the " + thing
                + " all day and became good friends.";
        return Ask.turns(Ask.orderEnd(d, text + here), answer);
    }

    private static List<Turn> greeting(Draw d) {
        String name = Lexicon.name(d);
        String kind = d.one("birthday", "thanks", "welcome", "invitation", "apology", "goodbye");
        String answer = switch (kind) {
            case "birthday" -> "Happy birthday, " + name + "! I wish you a wonderful day.";
            case "thanks" -> "Thank you, " + name + "! Your help means a lot to me.";
            case "welcome" -> "Welcome, " + name + "! We are happy that you are here.";
            case "invitation" -> "Dear " + name + ", please come to our party. We would love to see you.";
            case "apology" -> "Dear " + name + ", I am very sorry. It will not happen again.";
            default -> "Goodbye, " + name + "! We will miss you.";
        };
        String what = switch (kind) {
            case "birthday" -> d.one("a birthday card to %n", "birthday wishes to %n", "a birthday message to %n");
            case "thanks" -> d.one("a thank you note to %n", "a thank you card to %n", "some words of thanks to %n");
            case "welcome" -> d.one("a welcome note to %n", "a welcome message to %n");
            case "invitation" -> d.one("an invitation to %n", "a party invitation to %n");
            case "apology" -> d.one("an apology to %n", "a note to %n that says sorry");
            default -> d.one("a farewell note to %n", "a goodbye card to %n");
        };
        String head = d.one("Write ", "Please write ", "Draft ", "Make ", "Compose ") + what.replace("%n", name);
        return Ask.turns(Ask.orderEnd(d, head), answer);
    }

    private static List<Turn> fill(Draw d) {
        String name = Lexicon.name(d);
        String city = Lexicon.city(d);
        String code = MadeUp.any(d);
        String amount = MadeUp.amount(d);
        String frame = d.one(
                "Dear {name}, your {item} is in {city}.",
                "{name} pays {amount} for {item}.",
                "To {city}: {amount} {item}",
                "{item} for {name}: {amount}",
                "Hello {name}, welcome to {city}!",
                "{name} ({city}) - {item}",
                "Order {item}, amount {amount}.",
                "{name} travels to {city} with {item}.",
                "Label: {item} / {amount}",
                "[{item}] {name}",
                "{amount} x {item}",
                "{name}; {city}; {amount}");
        StringBuilder values = new StringBuilder();
        String filled = frame;
        for (String[] slot : new String[][] {{"name", name}, {"city", city}, {"item", code}, {"amount", amount}}) {
            if (frame.contains("{" + slot[0] + "}")) {
                values.append(values.isEmpty() ? "" : ", ")
                        .append(slot[0])
                        .append(d.chance(0.5) ? ": " : " = ")
                        .append(slot[1]);
                filled = filled.replace("{" + slot[0] + "}", slot[1]);
            }
        }
        String head = d.one(
                "Fill in this template",
                "Fill this in",
                "Complete this template",
                "Fill the gaps",
                "Put the values into this text",
                "Fill the blanks",
                "Use the values in this template",
                "Complete this form",
                "Fill out this template",
                "Put these values in place");
        return Ask.turns(Ask.order(d, head) + ": " + frame + "\n" + values, filled);
    }

    private static List<Turn> carryOn(Draw d) {
        List<String> round = switch (d.below(4)) {
            case 0 -> Lexicon.DAYS;
            case 1 -> Lexicon.MONTHS;
            case 2 -> Lexicon.words("a b c d e f g h i j k l m n o p q r s t u v w x y z");
            default -> Lexicon.words("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z");
        };
        int at = d.below(round.size() - 3);
        String head = d.one(
                "What comes next",
                "Continue this list",
                "Which one is next",
                "Go on",
                "Continue",
                "Say what comes next",
                "Name the next one",
                "Complete the row",
                "Give me the next one",
                "Carry on");
        return Ask.turns(Ask.about(d, head, String.join(", ", round.subList(at, at + 3))), round.get(at + 3));
    }
}
