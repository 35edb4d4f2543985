/** Searches the Hugging Face hub, downloads checkpoints and adapters from it, and finds those that are here already. */
@NullMarked
package cultivar.runtime.hub;

import org.jspecify.annotations.NullMarked;
