package cultivar.datanet.ask;

import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a model is asked for questions and answers about a text, and how its answer is read: to the letter. */
final class PairLayout {
    /** Goes up with every change of the words or the reading, since models then answer otherwise. */
    static final int VERSION = 1;

    private static final Pattern THOUGHT = Pattern.compile("(?s)^\\s*<think>.*?</think>");
    private static final Pattern LINE = Pattern.compile("\\s*([QA]):\\s*(.*)");
    private static final int SHOWN = 60;

    /** A question with its answer. */
    record Pair(String question, String answer) {}

    /**
     * An answer as it was read.
     *
     * @param reason why there are no pairs; empty where there are
     */
    record Reading(List<Pair> pairs, String reason) {}

    private PairLayout() {}

    static List<Message> ask(Section section) {
        return List.of(new Message(Role.USER, """
            Read the text. Write questions that it answers, each with its answer. Use only what the text says. \
            Write nothing but lines like these two:
            Q: the question
            A: the answer

            %sText:
            %s\
            """.formatted(
                        section.heading().isEmpty() ? "" : "Heading: " + section.heading() + "\n", section.text())));
    }

    /** Reads an answer. Of one that was cut, the last pair may be half a pair, and is left out. */
    static Reading read(LocalModel.Reply reply) {
        List<Pair> pairs = new ArrayList<>();
        String question = "";
        StringBuilder answer = new StringBuilder();
        boolean answering = false;
        String text = THOUGHT.matcher(reply.text()).replaceFirst("").strip();
        for (String line : text.lines().toList()) {
            Matcher marked = LINE.matcher(line);
            if (!marked.matches()) {
                if (!answering && !line.isBlank()) {
                    return unusable(
                            question.isEmpty() ? "does not begin with \"Q:\"" : "has a question over several lines",
                            text);
                }
                answer.append('\n').append(line.stripTrailing());
            } else if (marked.group(1).equals("A")) {
                if (question.isEmpty() || answering) {
                    return unusable("has an answer without a question", text);
                }
                answering = true;
                answer.append(marked.group(2));
            } else {
                if (!question.isEmpty() && !answering) {
                    return unusable("has a question without an answer", text);
                }
                add(pairs, question, answer);
                question = marked.group(2).strip();
                answering = false;
                answer.setLength(0);
                if (question.isEmpty()) {
                    return unusable("has an empty question", text);
                }
            }
        }
        if (reply.whole()) {
            if (!question.isEmpty() && !answering) {
                return unusable("has a question without an answer", text);
            }
            add(pairs, question, answer);
        }
        if (pairs.isEmpty()) {
            return unusable(
                    reply.whole() ? "has no question with an answer" : "was cut before its first pair was whole", text);
        }
        return new Reading(List.copyOf(pairs), "");
    }

    /** A question that answers itself, an empty answer and a pair that came before are nothing to learn. */
    private static void add(List<Pair> pairs, String question, StringBuilder answer) {
        Pair pair = new Pair(question, answer.toString().strip());
        if (!question.isEmpty()
                && !pair.answer().isEmpty()
                && !pair.answer().equalsIgnoreCase(question)
                && !pairs.contains(pair)) {
            pairs.add(pair);
        }
    }

    private static Reading unusable(String why, String text) {
        String line = text.replace('\n', ' ');
        String begun = line.length() <= SHOWN ? line : line.substring(0, SHOWN - 1) + "\u2026";
        return new Reading(List.of(), "the answer " + why + (begun.isEmpty() ? "" : "; it is: " + begun));
    }
}
