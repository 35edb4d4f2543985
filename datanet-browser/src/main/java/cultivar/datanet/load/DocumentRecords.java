package cultivar.datanet.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The questions and answers of a document (.md, .txt, .pdf, .docx). A question is a heading, asked as the person chose, a
 * paragraph behind {@code Q:}, or a line that ends with a question mark; its answer is what follows up to the next one.
 * Each row's source is the file and the span that it came from, and a question's context is the heading above it. A
 * passage under no question is named and left out. Rows have no lines and are counted by their first paragraph.
 */
final class DocumentRecords implements Records {
    private static final Pattern QUESTION =
            Pattern.compile("(?is)^(?:\\*\\*)?(?:q|question)(?:\\*\\*)?[ \\t]*:(?:\\*\\*)?\\s*");
    private static final Pattern ANSWER =
            Pattern.compile("(?im)^(?:\\*\\*)?(?:a|answer)(?:\\*\\*)?[ \\t]*:(?:\\*\\*)?\\s*");

    private final String file;
    private final long size;
    private final HeadingQuestions headings;
    private final Deque<Found> found = new ArrayDeque<>();
    private final List<String> answer = new ArrayList<>();
    private String heading = "";
    private String question = "";
    private boolean fromHeading;
    private @Nullable Passage first;
    private @Nullable Passage last;
    private long firstNumber;
    private long row;

    DocumentRecords(Path path, HeadingQuestions headings) throws IOException {
        this.headings = headings;
        Document document = Document.of(path);
        file = document.file();
        size = Files.size(path);
        for (int i = 0; i < document.passages().size(); i++) {
            take(document.passages().get(i), i + 1L);
        }
        end();
    }

    @Override
    public @Nullable Found next() {
        Found next = found.poll();
        row = next == null ? row : next.line();
        return next;
    }

    @Override
    public long bytes() {
        return found.isEmpty() ? size : 0;
    }

    @Override
    public long lines() {
        return row;
    }

    @Override
    public void close() {}

    private void take(Passage passage, long number) {
        String text = passage.text();
        if (passage.heading() && headings.none() && !text.endsWith("?")) {
            end();
            heading = text;
        } else if (passage.heading()) {
            begin(passage, number, headings.ask(text), true);
            heading = text;
        } else if (QUESTION.matcher(text).find()) {
            String[] parts = ANSWER.split(QUESTION.matcher(text).replaceFirst(""), 2);
            begin(passage, number, parts[0].strip(), false);
            add(passage, parts.length > 1 ? parts[1] : "");
        } else if (!answer.isEmpty() || !ANSWER.matcher(text).lookingAt()) {
            QuestionLines.of(passage).forEach(piece -> take(passage, piece, number));
        } else {
            add(passage, number, ANSWER.matcher(text).replaceFirst(""));
        }
    }

    private void take(Passage passage, QuestionLines.Piece piece, long number) {
        Passage part = piece.begin() == 0 && piece.end() == passage.raw().length()
                ? passage
                : passage.part(piece.begin(), piece.end());
        if (piece.question().isEmpty()) {
            add(part, number, part.equals(passage) ? passage.text() : piece.answer());
        } else {
            begin(part, number, piece.question(), false);
            add(part, piece.answer());
        }
    }

    private void add(Passage passage, long number, String text) {
        if (first == null) {
            found.add(new Found.Broken(
                    number,
                    "the passage (" + passage.place() + ") stands under no "
                            + (headings.none() ? "question" : "heading and no question")));
        } else {
            add(passage, text);
        }
    }

    private void begin(Passage passage, long number, String asked, boolean isHeading) {
        end();
        first = passage;
        last = passage;
        firstNumber = number;
        question = asked;
        fromHeading = isHeading;
    }

    private void add(Passage passage, String text) {
        last = passage;
        if (!text.isBlank()) {
            answer.add(text.strip());
        }
    }

    /** Ends the row that was begun. A heading with nothing under it is the document's order, and no row. */
    private void end() {
        if (first != null && last != null && !answer.isEmpty()) {
            ObjectNode columns = Json.object();
            columns.put("prompt", question);
            columns.put("completion", String.join("\n\n", answer));
            columns.put("source", file + ", " + first.placeTo(last));
            columns.put("context", fromHeading ? "" : heading);
            found.add(new Found.Row(firstNumber, columns));
        } else if (first != null && !fromHeading) {
            found.add(new Found.Broken(firstNumber, "the question (" + first.place() + ") has no answer below it"));
        }
        answer.clear();
        first = null;
        last = null;
    }
}
