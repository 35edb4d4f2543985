/** Turns a base model and an adapter into what other programs read, and checks what was written. */
@NullMarked
package cultivar.runtime.export;

import org.jspecify.annotations.NullMarked;
