/** A base and its adapters over HTTP, in the conventions of OpenAI's interface and of vLLM's additions to it. */
@NullMarked
package cultivar.runtime.api;

import org.jspecify.annotations.NullMarked;
