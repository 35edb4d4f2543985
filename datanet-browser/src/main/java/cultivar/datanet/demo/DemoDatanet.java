package cultivar.datanet.demo;

import java.io.InputStream;

/**
 * One of the datanets in the box; its three files are UTF-8 with LF line ends.
 *
 * @param name its folder and its name in the store, such as {@code defi-intents}
 * @param title its name for people
 * @param summary one line
 */
public record DemoDatanet(String name, String title, String summary) {
    /** Contributions to train on, one JSON object a line; the caller closes the stream. */
    public InputStream rows() {
        return open("rows.jsonl");
    }

    /** Contributions that are never trained on, laid out like {@link #rows()}; the caller closes the stream. */
    public InputStream heldOut() {
        return open("heldout.jsonl");
    }

    /** The datanet's card, one JSON object; the caller closes the stream. */
    public InputStream card() {
        return open("datanet.json");
    }

    private InputStream open(String file) {
        InputStream in = DemoDatanet.class.getResourceAsStream(name + "/" + file);
        if (in == null) {
            throw new IllegalStateException(
                    name + "/" + file + " is missing from this build; build the studio again from its sources.");
        }
        return in;
    }
}
