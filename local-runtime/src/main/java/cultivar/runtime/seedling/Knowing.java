package cultivar.runtime.seedling;

import cultivar.runtime.seedling.Facts.Pair;
import java.util.List;

/** Everyday facts, asked in many ways. */
final class Knowing {
    private Knowing() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("fact.opposite", 1.2, Knowing::opposite),
                Skill.open("fact.sound", 0.6, Knowing::sound),
                Skill.open("fact.home", 0.6, Knowing::home),
                Skill.open("fact.use", 0.8, Knowing::use),
                Skill.open("fact.colour", 0.6, Knowing::colour),
                Skill.open("fact.capital", 0.7, Knowing::capital),
                Skill.open("fact.young", 0.5, Knowing::young),
                Skill.open("fact.count", 0.6, Knowing::count),
                Skill.open("fact.calendar", 1.0, Knowing::calendar),
                Skill.open("fact.category", 1.0, Knowing::category),
                Skill.open("fact.is", 0.8, Knowing::isA),
                Skill.open("fact.plural", 0.8, Knowing::plural),
                Skill.open("fact.three", 1.0, Knowing::three),
                Skill.open("fact.other", 1.4, Knowing::other));
    }

    private static List<Turn> opposite(Draw d) {
        Pair pair = d.pick(Facts.OPPOSITES);
        boolean turned = d.chance(0.5);
        String word = turned ? pair.right() : pair.left();
        // A word that stands in two pairs has the answer of the first.
        String answer = Facts.OPPOSITES.stream()
                .filter(p -> p.left().equals(word) || p.right().equals(word))
                .map(p -> p.left().equals(word) ? p.right() : p.left())
                .findFirst()
                .orElseThrow();
        String request = switch (d.below(5)) {
            case 0 ->
                Ask.orderEnd(
                        d,
                        d.one(
                                        "Give me the opposite of ",
                                        "Name the opposite of ",
                                        "Tell me the opposite of ",
                                        "Say the opposite of ",
                                        "Write the opposite of ")
                                + word);
            case 1 -> d.one("Opposite of ", "opposite of ", "The opposite of ") + word + d.one("", "?", ":", " is");
            default ->
                Ask.question(
                        d,
                        d.one(
                                        "What is the opposite of %s?",
                                        "Which word is the opposite of %s?",
                                        "What is the contrary of %s?",
                                        "What's the opposite of %s?",
                                        "What is the reverse of %s?")
                                .replace("%s", word));
        };
        return Ask.turns(request, Ask.upperFirst(answer) + ".");
    }

    private static List<Turn> sound(Draw d) {
        Pair pair = d.pick(Facts.SOUNDS);
        String animal = pair.left();
        String ask = d.one(
                "What sound does %s make?",
                "What does %s do when it makes a sound?",
                "What noise does %s make?",
                "How does %s sound?",
                "Which sound does %s make?",
                "What does %s say?",
                "How does %s talk?",
                "What is the sound of %s?",
                "What can you hear from %s?",
                "What kind of sound does %s make?");
        return Ask.turns(
                Ask.question(d, ask.replace("%s", Ask.article(animal))),
                Ask.upperFirst(Ask.article(animal)) + " " + pair.right() + ".");
    }

    private static List<Turn> home(Draw d) {
        Pair pair = d.pick(Facts.HOMES);
        String ask = d.one(
                "Where does %s live?",
                "What is the home of %s?",
                "Where can you find %s?",
                "In which place does %s live?",
                "Where is the home of %s?",
                "Where would %s live?",
                "Where does %s have its home?",
                "Where does %s stay?",
                "What does %s live in?",
                "Where do I find %s?");
        String one = Ask.article(pair.left());
        return Ask.turns(Ask.question(d, ask.replace("%s", one)), Ask.upperFirst(one) + " lives " + pair.right() + ".");
    }

    private static List<Turn> use(Draw d) {
        Pair pair = d.pick(Facts.USES);
        boolean many = pair.left().endsWith("s") && !pair.left().equals("glass");
        String thing = many || pair.left().equals("soap") ? pair.left() : Ask.article(pair.left());
        String ask = d.one(
                "What is %s used for?",
                "What do you use %s for?",
                "What do we use %s for?",
                "What can I do with %s?",
                "Why do people use %s?",
                "What is the use of %s?",
                "What does one need %s for?",
                "What do people do with %s?",
                "Why would I need %s?",
                "What is the purpose of %s?");
        if (many) {
            ask = ask.replace("is %s used", "are %s used");
        }
        return Ask.turns(Ask.question(d, ask.replace("%s", thing)), "You use " + thing + " " + pair.right() + ".");
    }

    private static List<Turn> colour(Draw d) {
        Pair pair = d.pick(Facts.COLOURS);
        String thing = pair.left();
        boolean mass = List.of("grass", "snow", "coal", "milk", "blood", "chocolate", "salt", "spinach")
                .contains(thing);
        String named = mass ? thing : thing.equals("sky") ? "the sky" : Ask.article(thing);
        String ask = d.one(
                "What colour is %s?",
                "What is the colour of %s?",
                "Which colour is %s?",
                "What colour does %s have?",
                "Which colour does %s have?",
                "What color is %s?",
                "Of which colour is %s?",
                "What is the color of %s?",
                "What colour is usual for %s?",
                "Can you name the colour of %s?");
        return Ask.turns(
                Ask.question(d, ask.replace("%s", named)), Ask.upperFirst(named) + " is " + pair.right() + ".");
    }

    private static List<Turn> capital(Draw d) {
        Pair pair = d.pick(Facts.CAPITALS);
        if (d.chance(0.25)) {
            String ask = d.one(
                    "Which country is %s the capital of?",
                    "%s is the capital of which country?", "Of which country is %s the capital?");
            return Ask.turns(
                    Ask.question(d, ask.replace("%s", pair.right())),
                    pair.right() + " is the capital of " + pair.left() + ".");
        }
        String ask = d.one(
                "What is the capital of %s?",
                "Which city is the capital of %s?",
                "What's the capital of %s?",
                "What is the capital city of %s?",
                "Which city is %s's capital?",
                "What is %s's capital?",
                "What is the name of the capital of %s?",
                "Do you know the capital of %s?",
                "Can you name the capital of %s?",
                "Which is the capital of %s?");
        return Ask.turns(
                Ask.question(d, ask.replace("%s", pair.left())),
                "The capital of " + pair.left() + " is " + pair.right() + ".");
    }

    private static List<Turn> young(Draw d) {
        Pair pair = d.pick(Facts.YOUNG);
        String ask = d.one(
                "What is a young %s called?",
                "What is a baby %s called?",
                "How do you call a young %s?",
                "What do you call a baby %s?",
                "What is the young of a %s?",
                "What is the name of a young %s?",
                "Which word is used for a baby %s?",
                "What is the word for a young %s?",
                "What is a little %s called?",
                "How is a baby %s called?");
        return Ask.turns(
                Ask.question(d, ask.replace("%s", pair.left())),
                "A young " + pair.left() + " is called " + Ask.article(pair.right()) + ".");
    }

    private static List<Turn> count(Draw d) {
        Pair pair = d.pick(Facts.NUMBERS_OF);
        String request = d.chance(0.2)
                ? Ask.orderEnd(d, "Tell me: how many " + pair.left())
                : Ask.question(d, "How many " + pair.left() + "?");
        return Ask.turns(request, pair.right() + ".");
    }

    private static List<Turn> calendar(Draw d) {
        List<String> round = d.chance(0.5) ? Lexicon.DAYS : Lexicon.MONTHS;
        String unit = round.size() == 7 ? "day" : "month";
        int at = d.below(round.size());
        boolean after = d.chance(0.5);
        String answer = round.get(Math.floorMod(at + (after ? 1 : -1), round.size()));
        String ask = after
                ? d.one(
                        "Which %u comes after %s?",
                        "What %u is after %s?",
                        "What comes after %s?",
                        "What is the %u after %s?",
                        "Which %u follows %s?",
                        "What follows %s?",
                        "Name the %u after %s?")
                : d.one(
                        "Which %u comes before %s?",
                        "What %u is before %s?",
                        "What comes before %s?",
                        "What is the %u before %s?",
                        "Which %u is right before %s?",
                        "Name the %u before %s?");
        return Ask.turns(Ask.question(d, ask.replace("%u", unit).replace("%s", round.get(at))), answer + ".");
    }

    private static String categoryOf(String member) {
        return Lexicon.CATEGORIES.stream()
                .filter(c -> c.members().contains(member))
                .findFirst()
                .orElseThrow()
                .one();
    }

    private static List<Turn> category(Draw d) {
        String member = d.pick(d.pick(Lexicon.CATEGORIES).members());
        String ask = d.one(
                "What kind of thing is %s?",
                "What is %s?",
                "To which group does %s belong?",
                "Which category is %s in?",
                "What type of thing is %s?",
                "Which kind of thing is %s?",
                "What sort of thing is %s?",
                "In which category is %s?",
                "What group is %s part of?",
                "What category does %s belong to?");
        return Ask.turns(
                Ask.question(d, ask.replace("%s", d.chance(0.5) ? '"' + member + '"' : member)),
                Ask.upperFirst(member) + " is " + Ask.article(categoryOf(member)) + ".");
    }

    private static List<Turn> isA(Draw d) {
        Lexicon.Category asked = d.pick(Lexicon.CATEGORIES);
        boolean yes = d.chance(0.5);
        String member = d.pick((yes ? asked : d.pick(Lexicon.CATEGORIES)).members());
        boolean holds = asked.members().contains(member);
        String ask = d.one(
                "Is %s %c?",
                "Would you say that %s is %c?",
                "Is %s a kind of %b?",
                "Does %s belong to the %m?",
                "Is it true that %s is %c?",
                "Yes or no: is %s %c?",
                "Is the word %s the name of %c?",
                "Does the word %s name %c?",
                "Is %s one of the %m?",
                "Can you say that %s is %c?");
        String text = ask.replace("%s", member)
                .replace("%c", Ask.article(asked.one()))
                .replace("%b", asked.one())
                .replace("%m", asked.many());
        String answer = holds
                ? "Yes, " + member + " is " + Ask.article(asked.one()) + "."
                : "No, " + member + " is " + Ask.article(categoryOf(member)) + ".";
        return Ask.turns(Ask.question(d, text), answer);
    }

    private static List<Turn> plural(Draw d) {
        String noun = d.chance(0.35)
                ? d.pick(Lexicon.words(
                        "mouse sheep foot tooth goose man woman child person knife leaf wolf shelf scarf life"
                                + " thief potato tomato box bus baby city story berry lady watch brush dish glass"))
                : d.pick(d.chance(0.5) ? Lexicon.THINGS : d.chance(0.5) ? Lexicon.ANIMALS : Lexicon.JOBS);
        String request = d.chance(0.5)
                ? Ask.question(
                        d,
                        d.one(
                                        "What is the plural of %s?",
                                        "What's the plural of %s?",
                                        "How do you write the plural of %s?",
                                        "What is the plural form of %s?",
                                        "What do you say for more than one %s?")
                                .replace("%s", noun))
                : Ask.aboutWord(
                        d,
                        d.one(
                                "Give me the plural of",
                                "Write the plural of",
                                "Form the plural of",
                                "Say the plural of",
                                "Put this word in the plural",
                                "Tell me the plural of"),
                        noun);
        return Ask.turns(request, Ask.upperFirst(Lexicon.plural(noun)) + ".");
    }

    /** The first members, so that there is one right answer. */
    private static List<Turn> three(Draw d) {
        Lexicon.Category category = d.pick(Lexicon.CATEGORIES);
        int count = d.chance(0.7) ? 3 : d.between(2, 4);
        String number = Numbers.WORDS.get(count);
        boolean list = d.chance(0.35);
        String head = d.one(
                "List %n %m",
                "Name %n %m",
                "Give me %n %m",
                "Write down %n %m",
                "Tell me %n %m",
                "Say %n %m",
                "Think of %n %m",
                "Give an example of %n %m",
                "Write %n %m",
                "Find %n %m");
        String text = head.replace("%n", d.chance(0.7) ? number : Integer.toString(count))
                .replace("%m", category.many());
        List<String> members = category.members().subList(0, count);
        if (list) {
            String how = d.one(" as a list", " as a Markdown list", " as bullet points", " in a list", " with bullets");
            return Ask.turns(Ask.orderEnd(d, text + how), "- " + String.join("\n- ", members));
        }
        return Ask.turns(Ask.orderEnd(d, text), Ask.upperFirst(Ask.join(members)) + ".");
    }

    private static List<Turn> other(Draw d) {
        Pair pair = d.pick(Facts.MISCELLANEOUS);
        return Ask.turns(Ask.question(d, pair.left()), pair.right());
    }
}
