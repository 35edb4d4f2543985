package cultivar.runtime.seedling;

import java.util.List;
import java.util.Locale;

/** Words, codes and amounts that nobody has seen before: copying them is the skill that adapters build on. */
final class MadeUp {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String VOWELS = "aeiouy";
    private static final List<String> ONSETS = Lexicon.words(
            "b c d f g h j k l m n p q r s t v w x z bl br ch cl cr dr fl fr gl gr kl kr pl pr qu sh sk sl sm sn sp st"
                    + " str sw th tr tw vl wh zh");
    private static final List<String> NUCLEI =
            Lexicon.words("a e i o u a e i o u y ai au ea ee ei ie oa oi oo ou ui ua io");
    private static final List<String> CODAS =
            Lexicon.words("b ck d f g k l ll m n nd ng nk nt p r rd rk rm rn rt s sh sk ss st t th v w x z ft lm lt");

    private MadeUp() {}

    /** A lower-case word: mostly pronounceable, sometimes any letters at all. */
    static String lower(Draw d) {
        return d.chance(0.7) ? spoken(d) : letters(d, d.between(1, 7));
    }

    static String spoken(Draw d) {
        int syllables = d.chance(0.06) ? 4 : d.chance(0.2) ? 3 : d.between(1, 2);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            if (i > 0 || d.chance(0.85)) {
                out.append(d.pick(ONSETS));
            }
            out.append(d.pick(NUCLEI));
            if (d.chance(i == syllables - 1 ? 0.6 : 0.25)) {
                out.append(d.pick(CODAS));
            }
        }
        return out.toString();
    }

    private static String letters(Draw d, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(d.chance(0.2) ? d.of(VOWELS) : d.of(LETTERS));
        }
        return out.toString();
    }

    /** Two to seven capitals, as a code, an abbreviation or a shouted word. */
    static String upper(Draw d) {
        String word = d.chance(0.45) ? letters(d, d.between(2, 6)) : spoken(d);
        return word.toUpperCase(Locale.ROOT);
    }

    static String capitalised(Draw d) {
        return Ask.upperFirst(d.chance(0.85) ? spoken(d) : letters(d, d.between(2, 6)));
    }

    /** Capitals in any place. */
    static String mixed(Draw d) {
        String word = lower(d);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            out.append(d.chance(0.45) ? Character.toUpperCase(letter) : letter);
        }
        return out.toString();
    }

    /** Letters and digits together. */
    static String coded(Draw d) {
        return switch (d.below(5)) {
            case 0 -> upper(d) + digits(d, d.between(1, 4));
            case 1 -> lower(d) + digits(d, d.between(1, 4));
            case 2 -> digits(d, d.between(1, 3)) + (d.chance(0.5) ? upper(d) : lower(d));
            case 3 -> hexLike(d, d.between(4, 12));
            default -> mixed(d) + digits(d, 1) + mixed(d);
        };
    }

    private static String hexLike(Draw d, int length) {
        StringBuilder out = new StringBuilder(d.chance(0.5) ? "0x" : "");
        for (int i = 0; i < length; i++) {
            out.append(d.of(d.chance(0.2) ? "ABCDEF" : "0123456789abcdef"));
        }
        return out.toString();
    }

    static String digits(Draw d, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append(d.of("0123456789"));
        }
        return out.toString();
    }

    /** Words joined by dots, dashes, underscores and the like: names of files, people's handles, paths. */
    static String joined(Draw d) {
        return switch (d.below(9)) {
            case 0 -> spoken(d) + "." + d.one("txt", "pdf", "md", "csv", "png", "json", spoken(d));
            case 1 -> lower(d) + "-" + lower(d);
            case 2 -> lower(d) + "_" + lower(d);
            case 3 -> "@" + lower(d) + (d.chance(0.5) ? "_" + digits(d, 2) : "");
            case 4 -> "#" + (d.chance(0.5) ? spoken(d) : digits(d, 3));
            case 5 -> lower(d) + "/" + lower(d);
            case 6 -> d.pick(Lexicon.NAMES).toLowerCase(Locale.ROOT) + "." + letters(d, d.between(2, 5));
            case 7 -> upper(d) + "-" + digits(d, d.between(1, 3));
            default -> spoken(d) + upperTail(d);
        };
    }

    private static String upperTail(Draw d) {
        return Ask.upperFirst(spoken(d));
    }

    static String any(Draw d) {
        return switch (d.below(10)) {
            case 0, 1, 2 -> lower(d);
            case 3, 4, 5 -> upper(d);
            case 6 -> capitalised(d);
            case 7 -> mixed(d);
            case 8 -> coded(d);
            default -> joined(d);
        };
    }

    /** A made-up or an everyday word, any case. */
    static String word(Draw d) {
        if (d.chance(0.6)) {
            return any(d);
        }
        String word = d.pick(Lexicon.PLAIN);
        return switch (d.below(5)) {
            case 0 -> word.toUpperCase(Locale.ROOT);
            case 1 -> Ask.upperFirst(word);
            default -> word;
        };
    }

    /** An amount as people write it, half of them with a decimal point. */
    static String amount(Draw d) {
        return switch (d.below(10)) {
            case 0, 1, 2 -> Integer.toString(d.between(1, 99));
            case 3 -> Integer.toString(d.between(100, 9999));
            case 4 -> Integer.toString(d.between(1, 99) * (d.chance(0.5) ? 10 : 100));
            case 5, 6 -> d.between(0, 99) + "." + digits(d, 1);
            case 7 -> d.between(0, 999) + "." + digits(d, 2);
            case 8 -> d.between(0, 9) + "." + digits(d, d.between(3, 5));
            default -> "0." + digits(d, d.between(1, 4));
        };
    }
}
