package cultivar.runtime.seedling;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small sums, comparisons, and numbers as words. */
final class Numbers {
    static final List<String> WORDS = Lexicon.words("""
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty\
        """);

    private Numbers() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("number.add", 1.6, Numbers::add),
                Skill.open("number.subtract", 1.2, Numbers::subtract),
                Skill.open("number.story", 0.8, Numbers::story),
                Skill.open("number.compare", 1.2, Numbers::compare),
                Skill.open("number.even", 0.7, Numbers::even),
                Skill.open("number.word", 0.8, Numbers::word),
                Skill.open("number.next", 0.7, Numbers::next),
                Skill.open("number.sort", 1.0, Numbers::sort),
                Skill.open("number.half", 0.5, Numbers::half));
    }

    private static List<Turn> add(Draw d) {
        int limit = d.chance(0.6) ? 20 : 60;
        int a = d.between(0, limit);
        int b = d.between(0, d.chance(0.5) ? 10 : limit);
        String answer = Integer.toString(a + b);
        if (d.chance(0.2)) {
            return Ask.turns(
                    Ask.orderEnd(
                            d,
                            d.one(
                                    "Add " + a + " and " + b,
                                    "Work out " + a + " + " + b,
                                    "Calculate " + a + " + " + b,
                                    "Sum " + a + " and " + b,
                                    "Add " + b + " to " + a)),
                    answer);
        }
        if (d.chance(0.25)) {
            return Ask.turns(a + d.one(" + ", "+", " plus ") + b + d.one("", " =", "?", " = ?"), answer);
        }
        String ask = d.one(
                "What is %a plus %b?",
                "How much is %a plus %b?",
                "What is %a + %b?",
                "How much is %a + %b?",
                "What is the sum of %a and %b?",
                "What's %a plus %b?",
                "What do %a and %b make?",
                "%a plus %b is what?");
        return Ask.turns(
                Ask.question(d, ask.replace("%a", Integer.toString(a)).replace("%b", Integer.toString(b))), answer);
    }

    private static List<Turn> subtract(Draw d) {
        int limit = d.chance(0.7) ? 20 : 60;
        int a = d.between(1, limit);
        int b = d.between(0, a);
        String answer = Integer.toString(a - b);
        if (d.chance(0.2)) {
            return Ask.turns(
                    Ask.orderEnd(
                            d,
                            d.one(
                                    "Take " + b + " from " + a,
                                    "Work out " + a + " - " + b,
                                    "Calculate " + a + " - " + b,
                                    "Subtract " + b + " from " + a,
                                    "Take " + b + " away from " + a)),
                    answer);
        }
        if (d.chance(0.25)) {
            return Ask.turns(a + d.one(" - ", "-", " minus ") + b + d.one("", " =", "?", " = ?"), answer);
        }
        String ask = d.one(
                "What is %a minus %b?",
                "How much is %a minus %b?",
                "What is %a - %b?",
                "How much is %a - %b?",
                "What is left when you take %b from %a?",
                "What's %a minus %b?",
                "%a minus %b is what?");
        return Ask.turns(
                Ask.question(d, ask.replace("%a", Integer.toString(a)).replace("%b", Integer.toString(b))), answer);
    }

    private static List<Turn> story(Draw d) {
        String who = Lexicon.name(d);
        String things = Lexicon.plural(d.pick(d.chance(0.5) ? Lexicon.THINGS : Lexicon.FOODS));
        int a = d.between(2, 20);
        boolean more = d.chance(0.5);
        int b = more ? d.between(1, 12) : d.between(1, a - 1);
        String text = who + " has " + a + " " + things + " and "
                + (more
                        ? d.one("gets ", "finds ", "buys ") + b + " more"
                        : d.one("gives away ", "loses ", "sells ") + b);
        return Ask.turns(
                text + ". How many " + things + " does " + who + " have" + d.one("", " now") + "?",
                Integer.toString(more ? a + b : a - b));
    }

    private static List<Turn> compare(Draw d) {
        boolean decimals = d.chance(0.3);
        String a = decimals ? d.between(0, 20) + "." + d.between(1, 9) : Integer.toString(d.between(0, 200));
        String b = decimals ? d.between(0, 20) + "." + d.between(1, 9) : Integer.toString(d.between(0, 200));
        if (a.equals(b)) {
            b = b + "1";
        }
        boolean larger = d.chance(0.5);
        boolean firstWins = Double.parseDouble(a) > Double.parseDouble(b) == larger;
        String how =
                larger ? d.one("larger", "bigger", "greater", "more", "higher") : d.one("smaller", "less", "lower");
        String ask = d.one(
                "Which number is %h, %a or %b?",
                "What is %h, %a or %b?",
                "Which is %h: %a or %b?",
                "Is %a or %b %h?",
                "%a or %b: which is %h?",
                "Which one is %h, %a or %b?",
                "Which of %a and %b is %h?",
                "What number is %h, %a or %b?");
        return Ask.turns(Ask.question(d, ask.replace("%h", how).replace("%a", a).replace("%b", b)), firstWins ? a : b);
    }

    private static List<Turn> even(Draw d) {
        int n = d.between(0, d.chance(0.6) ? 50 : 999);
        boolean even = n % 2 == 0;
        if (d.chance(0.5)) {
            boolean asked = d.chance(0.5);
            String ask = d.one(
                    "Is %n an %e number?",
                    "Is the number %n %e?", "Is %n %e?", "Would you call %n %e?", "Is it true that %n is %e?");
            return Ask.turns(
                    Ask.question(d, ask.replace("%n", Integer.toString(n)).replace("%e", asked ? "even" : "odd")),
                    (asked == even ? "Yes, " : "No, ") + n + " is " + (even ? "even." : "odd."));
        }
        String ask = d.one(
                "Is %n even or odd?",
                "Even or odd: %n?", "Is the number %n odd or even?", "Is %n odd or even?", "What is %n, even or odd?");
        return Ask.turns(
                Ask.question(d, ask.replace("%n", Integer.toString(n))), n + " is " + (even ? "even." : "odd."));
    }

    private static List<Turn> word(Draw d) {
        int n = d.between(0, 20);
        if (d.chance(0.5)) {
            return Ask.turns(
                    Ask.aboutWord(
                            d,
                            d.one(
                                    "Write this number as a word",
                                    "Write this number in words",
                                    "Spell this number",
                                    "Say this number in words",
                                    "Turn this number into a word"),
                            Integer.toString(n)),
                    WORDS.get(n));
        }
        return Ask.turns(
                Ask.aboutWord(
                        d,
                        d.one(
                                "Write this number in digits",
                                "Write this number with digits",
                                "Turn this word into a number",
                                "Give me the digits of",
                                "Which number is"),
                        WORDS.get(n)),
                Integer.toString(n));
    }

    private static List<Turn> next(Draw d) {
        int n = d.between(1, d.chance(0.6) ? 30 : 300);
        if (d.chance(0.4)) {
            String run = n + ", " + (n + 1) + ", " + (n + 2);
            return Ask.turns(
                    Ask.about(
                            d,
                            d.one(
                                    "Continue with the next number",
                                    "Which number comes next",
                                    "Name the next number",
                                    "Count on from here, one number"),
                            run),
                    Integer.toString(n + 3));
        }
        boolean after = d.chance(0.5);
        String ask = after
                ? d.one(
                        "What comes after %n?",
                        "Which number comes after %n?", "What number follows %n?", "What is the next number after %n?")
                : d.one("What comes before %n?", "Which number comes before %n?", "What number is before %n?");
        return Ask.turns(
                Ask.question(d, ask.replace("%n", Integer.toString(n))), Integer.toString(after ? n + 1 : n - 1));
    }

    private static List<Turn> sort(Draw d) {
        int limit = d.chance(0.5) ? 20 : 99;
        List<Integer> numbers = d.some(IntStream.rangeClosed(1, limit).boxed().toList(), d.between(3, 5));
        boolean down = d.chance(0.3);
        String sorted = numbers.stream()
                .sorted((a, b) -> down ? b - a : a - b)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        String given = numbers.stream().map(String::valueOf).collect(Collectors.joining(d.chance(0.7) ? ", " : " "));
        String head = d.one(
                        "Sort these numbers",
                        "Put these numbers in order",
                        "Order these numbers",
                        "Arrange these numbers",
                        "Sort the numbers")
                + (down
                        ? d.one(" from large to small", " from the largest to the smallest", " in falling order")
                        : d.one(
                                "",
                                "",
                                " from small to large",
                                " from the smallest to the largest",
                                " in rising order"));
        return Ask.turns(Ask.about(d, head, given), sorted);
    }

    private static List<Turn> half(Draw d) {
        int n = d.between(1, 50);
        boolean half = d.chance(0.5);
        String ask = half
                ? d.one(
                        "What is half of %n?",
                        "How much is half of %n?", "What is the half of %n?", "What is %n divided by 2?")
                : d.one(
                        "What is twice %n?",
                        "How much is two times %n?", "What is the double of %n?", "What is 2 times %n?");
        int given = half ? 2 * n : n;
        return Ask.turns(
                Ask.question(d, ask.replace("%n", Integer.toString(given))), Integer.toString(half ? n : 2 * n));
    }
}
