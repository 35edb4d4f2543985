/** Hugging Face checkpoint folders: what the decoder looks like, and where its tensors lie. */
@NullMarked
package cultivar.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
