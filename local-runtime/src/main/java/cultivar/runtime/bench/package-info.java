/** Measures training and decoding the way {@code cultivar bench} prints them. */
@NullMarked
package cultivar.runtime.bench;

import org.jspecify.annotations.NullMarked;
