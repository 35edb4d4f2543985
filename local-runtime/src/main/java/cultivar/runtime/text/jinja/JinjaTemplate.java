package cultivar.runtime.text.jinja;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A parsed template. Immutable; any number of threads may render it. */
public final class JinjaTemplate {
    private static final int LONGEST_SOURCE = 2_000_000;

    private final List<Node> body;

    private JinjaTemplate(List<Node> body) {
        this.body = body;
    }

    /**
     * Reads a template as if {@code trim_blocks} and {@code lstrip_blocks} were set.
     *
     * @throws JinjaException if it is damaged or uses what is not supported
     */
    public static JinjaTemplate parse(String source) {
        if (source.length() > LONGEST_SOURCE) {
            throw new JinjaException(0, "the template is longer than " + LONGEST_SOURCE + " characters");
        }
        return new JinjaTemplate(TemplateParser.parse(source));
    }

    /**
     * Renders with the given variables.
     *
     * @param now what {@code strftime_now} asks for the time
     * @throws JinjaException if the template raises an error, fails, or takes too long
     */
    public Str render(Map<String, Value> variables, Supplier<ZonedDateTime> now) {
        Scope globals = new Scope(null);
        Globals.define(globals, now);
        Scope scope = new Scope(globals);
        variables.forEach(scope::set);
        try {
            return new Renderer().render(body, scope);
        } catch (StackOverflowError e) {
            // The depth is counted, but how much stack a thread has is not ours to say.
            throw new JinjaException(0, "the template is nested too deeply");
        }
    }
}
