/** Recipes, the runs that execute them, and what becomes of the adapters: none of it knows a window. */
@NullMarked
package cultivar.finetune;

import org.jspecify.annotations.NullMarked;
