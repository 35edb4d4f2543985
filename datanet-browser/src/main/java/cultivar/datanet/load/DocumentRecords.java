package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The questions and answers of a document (.md, .txt, .pdf, .docx). A question is a heading, a paragraph behind
 * {@code Q:}, or a line that ends with a question mark; its answer is what follows up to the next one. Each row's source
 * is the file and the span that it came from, and a question's context is the heading above it. A passage under no
 * question is named and left out. Rows have no lines and are counted by their first paragraph.
 */
final class DocumentRecords implements Records {
    static final long LARGEST = 5L << 20;

    private static final Pattern QUESTION =
            Pattern.compile("(?is)^(?:\\*\\*)?(?:q|question)(?:\\*\\*)?[ \\t]*:(?:\\*\\*)?\\s*");
    private static final Pattern ANSWER =
            Pattern.compile("(?im)^(?:\\*\\*)?(?:a|answer)(?:\\*\\*)?[ \\t]*:(?:\\*\\*)?\\s*");
    private static final int LONGEST_QUESTION = 300;

    private final String file;
    private final long size;
    private final Deque<Found> found = new ArrayDeque<>();
    private final List<String> answer = new ArrayList<>();
    private String heading = "";
    private String question = "";
    private boolean fromHeading;
    private @Nullable Block first;
    private @Nullable Block last;
    private long firstNumber;
    private long row;

    DocumentRecords(Path path) throws IOException {
        file = String.valueOf(path.getFileName());
        size = Files.size(path);
        if (size > LARGEST) {
            throw new DatanetException("a document may have " + (LARGEST >> 20) + " MiB at most; split it");
        }
        List<Block> blocks = blocks(file.toLowerCase(Locale.ROOT), Files.readAllBytes(path));
        for (int i = 0; i < blocks.size(); i++) {
            take(blocks.get(i), i + 1L);
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

    private static List<Block> blocks(String name, byte[] bytes) throws IOException {
        if (name.endsWith(".pdf")) {
            return PdfText.blocks(bytes);
        }
        if (name.endsWith(".docx")) {
            return WordText.blocks(bytes);
        }
        String text = Json.utf8(Utf16Input.utf8(new ByteArrayInputStream(bytes)).readAllBytes());
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        return PlainText.blocks(plain.replace("\r\n", "\n").replace('\r', '\n'), name.endsWith(".md"), 0);
    }

    private void take(Block block, long number) {
        String text = block.text();
        int lineEnd = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
        String opening = text.substring(0, lineEnd).strip();
        if (block.heading()) {
            begin(block, number, text, true);
            heading = text;
        } else if (QUESTION.matcher(text).find()) {
            String[] parts = ANSWER.split(QUESTION.matcher(text).replaceFirst(""), 2);
            begin(block, number, parts[0].strip(), false);
            add(block, parts.length > 1 ? parts[1] : "");
        } else if (opening.endsWith("?") && opening.length() <= LONGEST_QUESTION) {
            begin(block, number, opening, false);
            add(block, text.substring(lineEnd));
        } else if (first == null) {
            found.add(new Found.Broken(
                    number, "the passage (" + block.placeTo(block) + ") stands under no heading and no question"));
        } else {
            boolean marked = answer.isEmpty() && ANSWER.matcher(text).lookingAt();
            add(block, marked ? ANSWER.matcher(text).replaceFirst("") : text);
        }
    }

    private void begin(Block block, long number, String asked, boolean isHeading) {
        end();
        first = block;
        last = block;
        firstNumber = number;
        question = asked;
        fromHeading = isHeading;
    }

    private void add(Block block, String text) {
        last = block;
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
            found.add(new Found.Broken(
                    firstNumber, "the question (" + first.placeTo(first) + ") has no answer below it"));
        }
        answer.clear();
        first = null;
        last = null;
    }
}
