package cultivar.runtime.text;

import cultivar.runtime.text.jinja.Str;

/**
 * A conversation as a template wrote it. It knows which characters came from the template and which from messages, so
 * that {@link Tokenizer#encode(RenderedChat)} makes control tokens of the former only.
 */
public final class RenderedChat {
    private final Str text;

    RenderedChat(Str text) {
        this.text = text;
    }

    /** The whole text. */
    public String text() {
        return text.text();
    }

    /** Whether all chars in {@code [from, to)} were written by the template. */
    boolean isTemplate(int from, int to) {
        return !text.isForeign(from, to);
    }

    @Override
    public String toString() {
        return text();
    }
}
