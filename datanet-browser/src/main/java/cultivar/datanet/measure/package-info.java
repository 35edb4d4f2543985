/**
 * Measures the rows of a store: brings them to a quality check and keeps what it finds.
 */
@NullMarked
package cultivar.datanet.measure;

import org.jspecify.annotations.NullMarked;
