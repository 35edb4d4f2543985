/** From text to token ids and back: tokenizers, chat templates and the text that streams out of a model. */
@NullMarked
package cultivar.runtime.text;

import org.jspecify.annotations.NullMarked;
