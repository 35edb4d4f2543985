package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writing exactly what stands there, and with small changes of case and order. */
final class Copying {
    private static final String MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    /** First and last code points of everyday alphabets and picture blocks. */
    private static final int[][] SCRIPTS = {
        {0xA1, 0x17F},
        {0xC0, 0xFF},
        {0xC0, 0xFF},
        {0x180, 0x24F},
        {0x250, 0x2AF},
        {0x2B0, 0x36F},
        {0x391, 0x3C9},
        {0x3D0, 0x3FF},
        {0x400, 0x47F},
        {0x410, 0x44F},
        {0x480, 0x52F},
        {0x531, 0x556},
        {0x561, 0x586},
        {0x5D0, 0x5EA},
        {0x621, 0x64A},
        {0x660, 0x6D3},
        {0x710, 0x72F},
        {0x750, 0x77F},
        {0x780, 0x7B1},
        {0x7C0, 0x7EA},
        {0x905, 0x939},
        {0xE01, 0xE2E},
        {0x10D0, 0x10F0},
        {0x1E00, 0x1EFF},
        {0x2010, 0x2027},
        {0x20A0, 0x20BF},
        {0x2190, 0x22FF},
        {0x2500, 0x26FF},
        {0x3041, 0x3096},
        {0x30A1, 0x30FA},
        {0x4E00, 0x9FFF},
        {0xA000, 0xA48C},
        {0xAC00, 0xD7A3},
        {0xE000, 0xF8FF},
        {0xF900, 0xFA6D},
        {0xFF01, 0xFF5E},
        {0x1F300, 0x1F5FF},
        {0x1F600, 0x1F64F},
        {0x1F600, 0x1F64F},
        {0x1F680, 0x1F6C5},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x2A6DF}
    };

    private Copying() {}

    static List<Skill> skills() {
        return List.of(
                Skill.open("copy.word", 4.0, Copying::word),
                Skill.open("copy.words", 4.0, Copying::words),
                Skill.open("copy.number", 1.5, Copying::number),
                Skill.open("copy.marks", 1.2, Copying::marks),
                Skill.open("copy.sentence", 2.5, Copying::sentence),
                Skill.open("copy.request", 2.5, Copying::request),
                Skill.open("copy.lines", 1.2, Copying::lines),
                Skill.open("copy.quote", 1.2, Copying::quoted),
                Skill.open("copy.scripts", 1.6, Copying::scripts),
                Skill.open("copy.twice", 0.8, Copying::twice),
                Skill.open("case.upper", 1.4, d -> changeCase(d, "upper")),
                Skill.open("case.lower", 1.2, d -> changeCase(d, "lower")),
                Skill.open("case.title", 1.0, d -> changeCase(d, "title")),
                Skill.open("letters.spell", 1.2, Copying::spell),
                Skill.open("letters.join", 0.6, Copying::joinLetters));
    }

    private static String head(Draw d, String what) {
        return d.one(
                "Repeat this " + what,
                "Copy this " + what,
                "Say this " + what,
                "Write this " + what,
                "Repeat the following " + what,
                "Copy the following " + what + " exactly",
                "Type this " + what,
                "Give me back this " + what,
                "Echo this " + what,
                "Return this " + what,
                "Print the " + what,
                "Say the following " + what,
                "Write the " + what + " again",
                "Repeat after me");
    }

    private static List<Turn> word(Draw d) {
        String word = MadeUp.word(d);
        String request = d.chance(0.3)
                ? Ask.aboutWord(
                        d,
                        d.one(
                                "Say",
                                "Repeat",
                                "Write",
                                "Copy",
                                "Type",
                                "Say the word",
                                "Write the word",
                                "Repeat the word",
                                "Echo"),
                        word)
                : Ask.aboutWord(d, head(d, "word"), word);
        return Ask.turns(request, word);
    }

    static String wordList(Draw d, int low, int high) {
        int count = d.between(low, high);
        double fresh = d.unit();
        return IntStream.range(0, count)
                .mapToObj(i -> d.chance(fresh) ? MadeUp.any(d) : MadeUp.word(d))
                .collect(Collectors.joining(" "));
    }

    private static List<Turn> words(Draw d) {
        String list = wordList(d, 2, d.chance(0.2) ? 10 : 6);
        return Ask.turns(Ask.about(d, head(d, d.one("text", "line", "list of words", "phrase")), list), list);
    }

    private static List<Turn> number(Draw d) {
        int count = d.chance(0.7) ? 1 : d.between(2, 5);
        String numbers = IntStream.range(0, count)
                .mapToObj(i -> number(d, d.below(9)))
                .collect(Collectors.joining(d.chance(0.5) ? " " : ", "));
        return Ask.turns(
                Ask.aboutWord(d, head(d, count == 1 ? d.one("number", "amount") : "list of numbers"), numbers),
                numbers);
    }

    private static String number(Draw d, int form) {
        return switch (form) {
            case 0 -> MadeUp.digits(d, d.between(1, 9));
            case 1 -> MadeUp.amount(d) + d.one(" kg", " km", "%", " m", " EUR", " GB", " ml", " hours", " kWh");
            case 2 -> "-" + MadeUp.amount(d);
            case 3 -> d.between(1, 12) + ":" + MadeUp.digits(d, 2);
            case 4 -> d.between(1, 999) + "," + MadeUp.digits(d, 3);
            default -> MadeUp.amount(d);
        };
    }

    private static List<Turn> marks(Draw d) {
        StringBuilder text = new StringBuilder();
        int count = d.between(1, 7);
        for (int i = 0; i < count; i++) {
            switch (d.below(4)) {
                case 0 -> text.append(MadeUp.any(d));
                case 1 -> text.append(d.between(0, 99));
                default -> text.append(d.of(MARKS)).append(d.chance(0.3) ? String.valueOf(d.of(MARKS)) : "");
            }
            if (i < count - 1 && d.chance(0.4)) {
                text.append(d.chance(0.9) ? " " : "\t");
            }
        }
        String material = text.toString();
        String asked = Ask.order(d, head(d, d.one("text", "line", "string")));
        return Ask.turns(asked + (d.chance(0.5) ? ":\n" : ": ") + material, material);
    }

    private static List<Turn> sentence(Draw d) {
        String text = d.chance(0.8)
                ? Scene.draw(d).sentence()
                : Scene.draw(d).sentence() + " " + Scene.draw(d).sentence();
        if (d.chance(0.2)) {
            text = text.toUpperCase(Locale.ROOT);
        }
        return Ask.turns(Ask.about(d, head(d, d.one("sentence", "text", "line")), text), text);
    }

    /** What people ask of Seedling is itself copied, so that every word of a request is also written. */
    private static List<Turn> request(Draw d) {
        List<Turn> turns = Corpus.quotable(d);
        String text = turns.get(turns.size() - 2).content();
        if (text.length() > 110) {
            text = text.substring(0, text.lastIndexOf(' ', 110) < 0 ? 110 : text.lastIndexOf(' ', 110))
                    .strip();
        }
        String asked = Ask.order(
                d,
                d.one(
                        "Copy this request",
                        "Repeat this request",
                        "Write this request down",
                        "Repeat what I say",
                        "Copy this text, do not answer it",
                        "Say the same",
                        "Note this request",
                        "Repeat my words",
                        "Copy the text below",
                        "Quote this"));
        return Ask.turns(asked + ":" + (d.chance(0.5) ? "\n" : " ") + text, text);
    }

    private static List<Turn> lines(Draw d) {
        String text = IntStream.range(0, d.between(2, 4))
                .mapToObj(i -> wordList(d, 1, 3))
                .collect(Collectors.joining("\n"));
        return Ask.turns(
                Ask.order(
                                d,
                                d.one(
                                        "Copy these lines",
                                        "Repeat these lines",
                                        "Write these lines again",
                                        "Copy the lines below",
                                        "Repeat each line",
                                        "Type these lines",
                                        "Return these lines",
                                        "Print these lines",
                                        "Echo these lines",
                                        "Say these lines"))
                        + ":\n" + text,
                text);
    }

    private static List<Turn> quoted(Draw d) {
        String word = d.chance(0.5) ? MadeUp.word(d) : wordList(d, 2, 4);
        String open = d.one("\"", "'", "(", "[", "<", "{", "*", "**", "`");
        String close = switch (open) {
            case "(" -> ")";
            case "[" -> "]";
            case "<" -> ">";
            case "{" -> "}";
            default -> open;
        };
        String how = switch (open) {
            case "\"" -> d.one("in double quotes", "in quotes", "between quotation marks");
            case "'" -> "in single quotes";
            case "(" -> d.one("in brackets", "in round brackets", "in parentheses");
            case "[" -> "in square brackets";
            case "<" -> "in angle brackets";
            case "{" -> d.one("in curly brackets", "in braces");
            case "*" -> d.one("between stars", "in italics with stars");
            case "**" -> d.one("in bold", "in bold Markdown", "between double stars");
            default -> d.one("in backticks", "as code", "between backticks");
        };
        String head =
                d.one("Put this", "Write this", "Set this", "Give me this", "Return this", "Type this") + " " + how;
        return Ask.turns(Ask.order(d, head) + ": " + word, open + word + close);
    }

    private static List<Turn> scripts(Draw d) {
        StringBuilder text = new StringBuilder();
        int words = d.between(1, 2);
        for (int w = 0; w < words; w++) {
            int[] script = d.chance(0.5) ? SCRIPTS[d.below(SCRIPTS.length)] : block(d);
            int length = d.between(1, 3);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(d.between(script[0], script[1]));
            }
            text.append(w < words - 1 ? " " : "");
        }
        if (d.chance(0.3)) {
            text.insert(0, d.pick(Lexicon.PLAIN) + " ");
        }
        return Ask.turns(Ask.aboutWord(d, head(d, d.one("word", "text", "line")), text.toString()), text.toString());
    }

    /** The characters of one UTF-8 lead byte, each lead byte as often as any other. */
    private static int[] block(Draw d) {
        int lead = d.below(45);
        if (lead < 30) {
            return new int[] {(lead + 2) * 0x40, (lead + 2) * 0x40 + 0x3F};
        }
        int three = lead - 30;
        if (three == 0) {
            return new int[] {0x900, 0xFFF};
        }
        // U+D800 to U+DFFF are no characters.
        return new int[] {three * 0x1000, three == 13 ? 0xD7A3 : three * 0x1000 + 0xFFF};
    }

    private static List<Turn> twice(Draw d) {
        String word = MadeUp.word(d);
        int times = d.between(2, 4);
        String said = switch (times) {
            case 2 -> d.one("twice", "two times");
            case 3 -> d.one("three times", "3 times");
            default -> d.one("four times", "4 times");
        };
        String head = d.one("Say", "Write", "Repeat", "Type", "Print", "Echo") + " this word " + said;
        return Ask.turns(Ask.about(d, head, word), String.join(" ", Collections.nCopies(times, word)));
    }

    private static List<Turn> changeCase(Draw d, String form) {
        String text = switch (d.below(3)) {
            case 0 -> MadeUp.word(d);
            case 1 -> wordList(d, 2, 4);
            default -> Scene.draw(d).sentence();
        };
        String how = switch (form) {
            case "upper" ->
                d.one(
                        "in capital letters",
                        "in upper case",
                        "in capitals",
                        "in all caps",
                        "in uppercase",
                        "in big letters");
            case "lower" -> d.one("in lower case", "in small letters", "in lowercase", "without capitals");
            default -> d.one("in title case", "with a capital at the start of each word", "as a title");
        };
        String answer = switch (form) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            default -> titleCase(text);
        };
        String head = d.one(
                        "Write this ",
                        "Put this ",
                        "Repeat this ",
                        "Rewrite this ",
                        "Say this ",
                        "Give me this ",
                        "Type this ",
                        "Turn this into text ",
                        "Set this text ",
                        "Write the following ")
                + how;
        return Ask.turns(Ask.about(d, head, text), answer);
    }

    private static String titleCase(String text) {
        List<String> out = new ArrayList<>();
        for (String word : Lexicon.words(text)) {
            out.add(Ask.upperFirst(word.toLowerCase(Locale.ROOT)));
        }
        return String.join(" ", out);
    }

    private static String spaced(String word, String separator) {
        return word.chars().mapToObj(Character::toString).collect(Collectors.joining(separator));
    }

    private static List<Turn> spell(Draw d) {
        String word = d.chance(0.5) ? MadeUp.lower(d) : d.chance(0.5) ? MadeUp.upper(d) : d.pick(Lexicon.PLAIN);
        String head = d.one(
                "Spell",
                "Spell the word",
                "How do you spell",
                "Spell this word",
                "Write the letters of",
                "Give me the letters of",
                "Spell out",
                "Name the letters of",
                "List the letters of",
                "Take apart");
        String request = head.startsWith("How") ? head + " " + word + "?" : Ask.aboutWord(d, head, word);
        return Ask.turns(request, spaced(word, "-"));
    }

    private static List<Turn> joinLetters(Draw d) {
        String word = d.chance(0.5) ? MadeUp.lower(d) : d.chance(0.5) ? MadeUp.upper(d) : d.pick(Lexicon.PLAIN);
        String head = d.one(
                "Join these letters",
                "Put these letters together",
                "Make a word of these letters",
                "Which word do these letters make",
                "Write these letters as one word",
                "Join the letters");
        return Ask.turns(Ask.about(d, head, spaced(word, d.one(" ", "-", ", "))), word);
    }
}
