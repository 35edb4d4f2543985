package cultivar.datanet.load;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The passages of a plain or Markdown text: blank lines part them, and in Markdown each heading is one. */
final class PlainText {
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}[ \\t]+(.*?)[ \\t#]*");
    private static final Pattern LINE = Pattern.compile("[^\\n]*\\n|[^\\n]+");

    private final String source;
    private final boolean markdown;
    private final int page;
    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int from;
    private int to;
    private boolean inCode;

    private PlainText(String source, boolean markdown, int page) {
        this.source = source;
        this.markdown = markdown;
        this.page = page;
    }

    /** The passages of a text with LF line ends. */
    static List<Passage> passages(String text, boolean markdown, int page) {
        PlainText reader = new PlainText(text, markdown, page);
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            reader.line(line.group().stripTrailing(), line.start());
        }
        reader.end();
        return reader.passages;
    }

    private void line(String line, int start) {
        if (markdown && line.stripLeading().startsWith("```")) {
            inCode = !inCode;
        }
        Matcher heading = HEADING.matcher(line);
        if (markdown && !inCode && heading.matches()) {
            end();
            if (!heading.group(1).isBlank()) {
                passages.add(new Passage(heading.group(1).strip(), true, page, start, start + line.length(), line));
            }
        } else if (line.isBlank() && !inCode) {
            end();
        } else {
            from = text.isEmpty() ? start : from;
            to = start + line.length();
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
    }

    private void end() {
        if (!text.toString().isBlank()) {
            passages.add(new Passage(text.toString().strip(), false, page, from, to, source.substring(from, to)));
        }
        text.setLength(0);
    }
}
