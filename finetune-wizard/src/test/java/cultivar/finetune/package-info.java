/** Tests of recipes and runs, on the real engine and a real store. */
@NullMarked
package cultivar.finetune;

import org.jspecify.annotations.NullMarked;
