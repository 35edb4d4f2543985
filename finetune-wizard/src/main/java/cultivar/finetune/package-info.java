/** Recipes, runs and their evaluation. */
@NullMarked
package cultivar.finetune;

import org.jspecify.annotations.NullMarked;
