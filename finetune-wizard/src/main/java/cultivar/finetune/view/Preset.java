package cultivar.finetune.view;

import cultivar.finetune.Recipe;
import cultivar.finetune.RecipeField;
import java.util.Locale;
import java.util.Map;

/** How much effort a run takes; a start for people who know no better yet. */
enum Preset {
    /** To see whether it works at all. */
    QUICK,
    BALANCED,
    /** For data with many kinds of rows. */
    THOROUGH;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Recipe recipe() {
        Recipe balanced = Recipe.demo().with(RecipeField.VALIDATION, "held-out");
        return switch (this) {
            case QUICK ->
                balanced.with(Map.of(
                        RecipeField.STEPS, Math.max(1, balanced.steps() / 3),
                        RecipeField.RANK, 8,
                        RecipeField.ALPHA, 16));
            case BALANCED -> balanced;
            case THOROUGH ->
                balanced.with(Map.of(
                        RecipeField.STEPS, balanced.steps() * 3,
                        RecipeField.RANK, 32,
                        RecipeField.ALPHA, 64));
        };
    }
}
