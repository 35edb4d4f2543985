/** JSON schemas as automata over bytes, which say at every step what tokens may come next. */
@NullMarked
package cultivar.runtime.schema;

import org.jspecify.annotations.NullMarked;
