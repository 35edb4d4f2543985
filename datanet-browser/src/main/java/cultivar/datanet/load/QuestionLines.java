package cultivar.datanet.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the questions in a passage by their question marks: a line that ends with one, where a line before it ends a
 * sentence, or a whole passage that is one question over several lines.
 */
final class QuestionLines {
    /** A longer line is prose that happens to end so. */
    private static final int LONGEST = 300;

    /** What lists, quotes and emphasis put before a question, and behind it. */
    private static final Pattern BEFORE =
            Pattern.compile("^(?:>\\s*)*(?:[-*+\u2022]\\s+|\\(?\\d{1,3}[.)]\\s+)?(?:\\*\\*|__|\\*|_)?");

    private static final Pattern BEHIND = Pattern.compile("(?:\\*\\*|__|\\*|_)?\\s*$");
    private static final Pattern BEGUN = Pattern.compile("^[\\p{Lu}\\p{Lo}\\p{N}\u00bf\"\u201c\u2018'`(].*");
    private static final Pattern SENTENCE = Pattern.compile("[.!?]+(?=\\s|$)");
    private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?:;\u2026)\"\u201d`|]\\s*$");

    /**
     * A question with what follows it in the same passage.
     *
     * @param question empty for what stands before the first one
     * @param begin where it begins in the passage's raw text
     * @param end where its last line ends
     */
    record Piece(String question, String answer, int begin, int end) {}

    private QuestionLines() {}

    /** The pieces of a passage in order; one without a question where it has none. */
    static List<Piece> of(Passage passage) {
        String raw = passage.raw();
        String whole = clean(raw.replaceAll("\\s*\\n\\s*", " "));
        if (whole.length() <= LONGEST && whole.endsWith("?") && sentences(whole) == 1) {
            return List.of(new Piece(whole, "", 0, raw.length()));
        }
        List<Piece> pieces = new ArrayList<>();
        String question = "";
        int begin = 0;
        int body = 0;
        boolean mayBegin = true;
        boolean inCode = false;
        for (int at = 0; at < raw.length(); ) {
            int stop = raw.indexOf('\n', at) < 0 ? raw.length() : raw.indexOf('\n', at);
            String line = raw.substring(at, stop).strip();
            inCode ^= line.startsWith("```");
            String asked = clean(line);
            if (mayBegin && !inCode && asked.endsWith("?") && asked.length() <= LONGEST && asked(asked, at == 0)) {
                add(pieces, question, raw, begin, body, at);
                question = asked;
                begin = at;
                body = stop;
            }
            mayBegin = line.isEmpty() || SENTENCE_END.matcher(line).matches();
            at = stop + 1;
        }
        add(pieces, question, raw, begin, body, raw.length());
        return pieces;
    }

    /** The first line of a passage may begin as it likes, as questions in lower case do. */
    private static boolean asked(String line, boolean first) {
        return first || BEGUN.matcher(line).matches();
    }

    private static void add(List<Piece> pieces, String question, String raw, int begin, int body, int end) {
        String answer = raw.lines().count() < 2 ? raw.substring(body, end).strip() : lines(raw.substring(body, end));
        if (!question.isEmpty() || !answer.isEmpty()) {
            int last = begin + raw.substring(begin, end).stripTrailing().length();
            pieces.add(new Piece(question, answer, begin, last));
        }
    }

    private static String lines(String text) {
        return text.lines()
                .map(String::stripTrailing)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("")
                .strip();
    }

    private static long sentences(String text) {
        return SENTENCE.matcher(text).results().count();
    }

    private static String clean(String line) {
        String open = BEFORE.matcher(line.strip()).replaceFirst("");
        return BEHIND.matcher(open).replaceFirst("").strip();
    }
}
