package cultivar.finetune;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recipe that cannot be run as it is written. */
public final class RecipeException extends FinetuneException {
    private static final long serialVersionUID = 1L;

    private final @Nullable RecipeField field;

    RecipeException(String message) {
        super(message);
        this.field = null;
    }

    RecipeException(RecipeField field, String message) {
        super(message);
        this.field = field;
    }

    /** The field at fault; empty if it is not one alone or not a known one. */
    public Optional<RecipeField> field() {
        return Optional.ofNullable(field);
    }
}
