package cultivar.datanet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do to rows, as one step that one undo takes back.
 *
 * @param state the state that they get; null to leave it
 * @param reason why they get the state; empty where there is nothing to say
 * @param tags tags that they get, those that they have included
 * @param untags tags that they lose
 */
public record RowEdit(@Nullable ReviewState state, String reason, List<String> tags, List<String> untags) {
    public RowEdit {
        reason = CanonicalForm.text(reason).strip();
        tags = names(tags);
        untags = names(untags);
        if (state == null && !reason.isEmpty()) {
            throw new IllegalArgumentException("A reason belongs to a state");
        }
        for (String tag : tags) {
            if (untags.contains(tag)) {
                throw new DatanetException("The tag \"" + tag + "\" cannot be set and removed in one step");
            }
        }
    }

    public static RowEdit accept() {
        return new RowEdit(ReviewState.ACCEPTED, "", List.of(), List.of());
    }

    public static RowEdit reject(String reason) {
        return new RowEdit(ReviewState.REJECTED, reason, List.of(), List.of());
    }

    /** Back to the state that nobody has decided about. */
    public static RowEdit reopen() {
        return new RowEdit(ReviewState.PENDING, "", List.of(), List.of());
    }

    public static RowEdit tag(String... names) {
        return new RowEdit(null, "", List.of(names), List.of());
    }

    public static RowEdit untag(String... names) {
        return new RowEdit(null, "", List.of(), List.of(names));
    }

    /** The same step that sets tags too. */
    public RowEdit withTags(List<String> names) {
        return new RowEdit(state, reason, names, untags);
    }

    private static List<String> names(List<String> names) {
        List<String> clean = names.stream()
                .map(name -> CanonicalForm.text(name).strip())
                .distinct()
                .sorted()
                .toList();
        if (clean.contains("")) {
            throw new DatanetException("A tag needs a name; give it one");
        }
        return clean;
    }
}
