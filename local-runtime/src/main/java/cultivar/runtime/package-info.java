/** The engine: checkpoints, tokenizers, LoRA training and generation, with no window in sight. */
@NullMarked
package cultivar.runtime;

import org.jspecify.annotations.NullMarked;
