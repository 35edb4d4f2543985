package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Small jobs on lists of words: order, number, choice. */
final class WordWork {
    private static final List<String> ORDINALS = Lexicon.words("first second third fourth fifth");

    private WordWork() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("words.reverse", 1.4, WordWork::reverse),
                Skill.open("words.pick", 2.0, WordWork::pick),
                Skill.open("words.longest", 0.8, WordWork::longest),
                Skill.open("words.count", 0.9, WordWork::count),
                Skill.open("words.sort", 1.2, WordWork::sort),
                Skill.open("words.list", 1.4, WordWork::list),
                Skill.open("words.join", 1.0, WordWork::join),
                Skill.open("words.without", 0.9, WordWork::without),
                Skill.open("words.replace", 1.2, WordWork::replace),
                Skill.open("words.after", 0.9, WordWork::after));
    }

    private static List<String> items(Draw d, int low, int high) {
        int count = d.between(low, high);
        double fresh = d.chance(0.5) ? 0 : d.unit();
        return Stream.generate(() -> d.chance(fresh) ? MadeUp.any(d) : d.pick(Lexicon.PLAIN))
                .distinct()
                .limit(count)
                .toList();
    }

    private static String laid(Draw d, List<String> items) {
        return String.join(d.one(", ", ", ", " ", "; "), items);
    }

    private static List<Turn> reverse(Draw d) {
        List<String> items = items(d, 2, 5);
        String head = d.one(
                "Reverse this list",
                "Write these words in reverse order",
                "Turn this list around",
                "Reverse the order of these words",
                "Say these words backwards, last word first",
                "Reverse these words",
                "Put these words in the opposite order",
                "List these words from last to first",
                "Flip this list",
                "Write this list from the end to the start");
        return Ask.turns(Ask.about(d, head, laid(d, items)), String.join(", ", items.reversed()));
    }

    private static List<Turn> pick(Draw d) {
        List<String> items = items(d, 3, 5);
        int at = d.below(items.size());
        String which = at == items.size() - 1 && d.chance(0.6) ? "last" : ORDINALS.get(at);
        String head = d.one(
                "What is the %w word here",
                "Give me the %w word",
                "Which word is %w",
                "Write the %w word",
                "Name the %w item",
                "Pick the %w word of this list",
                "Say the %w word",
                "Take the %w item of this list",
                "What is the %w item of this list",
                "Find the %w word",
                "Copy only the %w word");
        return Ask.turns(Ask.about(d, head.replace("%w", which), laid(d, items)), items.get(at));
    }

    private static List<Turn> longest(Draw d) {
        List<String> items = items(d, 3, 4);
        boolean longest = d.chance(0.65);
        Comparator<String> byLength = Comparator.comparingInt(String::length);
        String answer = longest
                ? items.stream().max(byLength).orElseThrow()
                : items.stream().min(byLength).orElseThrow();
        if (items.stream().filter(i -> i.length() == answer.length()).count() > 1) {
            return longest(d);
        }
        String head = d.one(
                "What is the %w word",
                "Which word is the %w",
                "Find the %w word",
                "Name the %w word",
                "Give me the %w word",
                "Write the %w of these words",
                "Pick the %w word",
                "Tell me the %w word here",
                "Which of these words is the %w",
                "Say the %w word");
        return Ask.turns(Ask.about(d, head.replace("%w", longest ? "longest" : "shortest"), laid(d, items)), answer);
    }

    private static List<Turn> count(Draw d) {
        List<String> items = items(d, 1, 8);
        String head = d.one(
                "How many words are here",
                "Count these words",
                "Count the words",
                "How many words are in this list",
                "Tell me how many words there are",
                "What is the number of words",
                "How many words do you see",
                "How many items does this list have",
                "Count the items of this list",
                "How many words is this");
        return Ask.turns(Ask.about(d, head, laid(d, items)), Integer.toString(items.size()));
    }

    private static List<Turn> sort(Draw d) {
        List<String> items = d.some(
                Lexicon.words(
                        "apple banana cherry dog egg fish goat hat ink jam kite lamp moon nut owl pear queen rose sun"
                            + " tree van water box yard zoo ant bee cat door ear fox garden house ice jar key lion map"
                            + " nest orange pen quiz rain star tent uncle voice wolf year zebra"),
                d.between(3, 5));
        List<String> sorted = items.stream().sorted().toList();
        // Two words with the same first letter would ask for more than a small model can see.
        if (sorted.stream().map(w -> w.charAt(0)).distinct().count() < sorted.size()) {
            return sort(d);
        }
        String head = d.one(
                "Sort these words",
                "Put these words in alphabetical order",
                "Order these words from A to Z",
                "Sort this list",
                "Sort these words by the alphabet",
                "Arrange these words alphabetically",
                "Write these words in alphabetical order",
                "Sort the words from a to z",
                "Alphabetise this list",
                "Bring these words into alphabetical order");
        return Ask.turns(Ask.about(d, head, laid(d, items)), String.join(", ", sorted));
    }

    private static List<Turn> list(Draw d) {
        List<String> items = items(d, 2, 5);
        String answer;
        String how;
        switch (d.below(3)) {
            case 0 -> {
                how = d.one("as a numbered list", "as a list with numbers", "in a numbered list");
                StringBuilder out = new StringBuilder();
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(items.get(i));
                }
                answer = out.toString();
            }
            case 1 -> {
                how = d.one("as a JSON array", "as JSON", "as a JSON list");
                answer = Json.of(items);
            }
            default -> {
                how = d.one("as a Markdown list", "as bullet points", "as a list with dashes", "in a Markdown list");
                answer = "- " + String.join("\n- ", items);
            }
        }
        String head = d.one(
                        "Write this ",
                        "Put these words ",
                        "Give me this ",
                        "Show this ",
                        "Set this out ",
                        "Format this ",
                        "Write these items ",
                        "Write these words ",
                        "Turn this into text ",
                        "Rewrite this ")
                + how;
        return Ask.turns(Ask.about(d, head, String.join(", ", items)), answer);
    }

    private static List<Turn> join(Draw d) {
        List<String> items = items(d, 2, 4);
        String sign = d.one("-", "_", "+", "/", ".", "|", "&", ":", "=", "~", "#", "@", "^", "%", "*", "$", "\\");
        String head = d.one(
                "Join these words with %s",
                "Put %s between these words",
                "Connect these words with %s",
                "Write these words with %s between them",
                "Glue these words with %s",
                "Link the words with %s",
                "Use %s to join these words",
                "Separate these words by %s",
                "Combine these words with %s",
                "Write %s between these words");
        String asked = Ask.order(d, head.replace("%s", d.chance(0.5) ? sign : '"' + sign + '"'));
        return Ask.turns(asked + ": " + String.join(" ", items), String.join(sign, items));
    }

    private static List<Turn> without(Draw d) {
        List<String> items = items(d, 3, 5);
        String gone = d.pick(items);
        String head = d.one(
                "Remove %s from this list",
                "Write this list without %s",
                "Take %s out of this list",
                "Leave out %s",
                "Drop %s from the list",
                "Delete %s from these words",
                "Repeat these words without %s",
                "Strike %s from this list",
                "Give me this list without %s",
                "Copy this list but not %s");
        return Ask.turns(
                Ask.order(d, head.replace("%s", gone)) + ": " + String.join(", ", items),
                String.join(", ", items.stream().filter(i -> !i.equals(gone)).toList()));
    }

    private static List<Turn> replace(Draw d) {
        List<String> items = items(d, 3, 5);
        String gone = d.pick(items);
        String fresh = MadeUp.word(d);
        List<String> after = new ArrayList<>(items);
        Collections.replaceAll(after, gone, fresh);
        String head = d.one(
                "Replace %a with %b",
                "Change %a to %b",
                "Put %b in place of %a",
                "Use %b for %a",
                "Write %b where you see %a",
                "Exchange %a for %b",
                "Turn %a into %b",
                "Make %a into %b",
                "Write %b and not %a",
                "Replace the word %a by %b");
        return Ask.turns(
                Ask.order(d, head.replace("%b", "\0").replace("%a", gone).replace("\0", fresh)) + ": "
                        + String.join(" ", items),
                String.join(" ", after));
    }

    private static List<Turn> after(Draw d) {
        List<String> items = items(d, 3, 5);
        boolean after = d.chance(0.6);
        int at = after ? d.below(items.size() - 1) : 1 + d.below(items.size() - 1);
        String head = d.one(
                "Which word comes %o %s",
                "What comes %o %s here",
                "Give me the word %o %s",
                "Name the item %o %s",
                "Which word stands %o %s",
                "Find the word %o %s",
                "Write the word %o %s",
                "What is the word %o %s",
                "Say the word %o %s",
                "Copy the word %o %s");
        return Ask.turns(
                Ask.order(d, head.replace("%o", after ? "after" : "before").replace("%s", items.get(at))) + ": "
                        + String.join(" ", items),
                items.get(after ? at + 1 : at - 1));
    }
}
