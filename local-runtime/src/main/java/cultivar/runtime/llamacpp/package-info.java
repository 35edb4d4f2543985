/** What llama.cpp expects of a model, its tokenizer and its adapters in a GGUF file. */
@NullMarked
package cultivar.runtime.llamacpp;

import org.jspecify.annotations.NullMarked;
