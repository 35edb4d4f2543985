package cultivar.datanet.load;

import cultivar.datanet.DatanetException;

/**
 * What a document's headings become. A heading is seldom a question, so that whoever imports says how it is asked.
 *
 * @param template the question, with {@code {heading}} where the heading goes; empty where headings make no rows
 */
public record HeadingQuestions(String template) {
    /** The mark that stands for the heading. */
    public static final String MARK = "{heading}";

    /** The heading is the question as it stands. */
    public static final HeadingQuestions AS_THEY_STAND = new HeadingQuestions(MARK);

    /** Headings make no rows: only what ends with a question mark or stands behind {@code Q:} is a question. */
    public static final HeadingQuestions NONE = new HeadingQuestions("");

    public HeadingQuestions {
        template = template.strip();
        if (!template.isEmpty() && !template.contains(MARK)) {
            throw new DatanetException("the question for headings needs " + MARK
                    + " where the heading goes, as in \"What does the section " + MARK + " say?\"");
        }
    }

    boolean none() {
        return template.isEmpty();
    }

    /** A heading that is a question already stays as it is. */
    String ask(String heading) {
        return heading.endsWith("?") ? heading : template.replace(MARK, heading);
    }
}
