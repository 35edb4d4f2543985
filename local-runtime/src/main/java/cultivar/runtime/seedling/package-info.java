/** Seedling's nursery: the corpus that the base model in the box is grown from, and its tokenizer. */
@NullMarked
package cultivar.runtime.seedling;

import org.jspecify.annotations.NullMarked;
