package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What chat and text completions differ in. */
interface Format {
    /** {@code object} of a whole answer. */
    String object();

    /** {@code object} of a part of a stream. */
    String chunk();

    /** Whether each choice has a prompt of its own, so that what is said of that stands in the choice. */
    boolean promptInChoices();

    /** A choice of a whole answer, without its end. */
    ObjectNode whole(int index, Choice choice);

    /** What a stream says of a choice before its first token; null for nothing. */
    @Nullable
    ObjectNode opening(int index, Choice choice);

    /** A part of a choice. */
    ObjectNode part(int index, List<Continuation.Step> steps);
}
