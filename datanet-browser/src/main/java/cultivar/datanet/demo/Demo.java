package cultivar.datanet.demo;

import java.util.List;
import java.util.Map;

/**
 * A generated datanet.
 *
 * @param description Markdown
 * @param guidelines Markdown for those who contribute and review
 * @param tags what each tag means, in the order in which they are shown
 * @param rows the training side, blemishes included
 * @param heldOut the side that is only for scoring, without blemishes
 */
record Demo(
        String name,
        String title,
        String summary,
        String description,
        String guidelines,
        Map<String, String> tags,
        List<Row> rows,
        List<Row> heldOut) {
    /** Where the rows come from, as each of them says. */
    static final String SOURCE = "Written for Cultivar";

    /** One contribution of one request and its answer. */
    record Row(
            String user, String assistant, Contributor contributor, String licence, String source, List<String> tags) {
        Row {
            tags = List.copyOf(tags);
        }

        Row by(Contributor other) {
            return new Row(user, assistant, other, licence, source, tags);
        }

        Row asking(String text) {
            return new Row(text, assistant, contributor, licence, source, tags);
        }

        Row answering(String text) {
            return new Row(user, text, contributor, licence, source, tags);
        }

        Row tagged(String... others) {
            return new Row(user, assistant, contributor, licence, source, List.of(others));
        }
    }
}
