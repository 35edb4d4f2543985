/** Measures the store on datanets that are made up for it. */
@NullMarked
package cultivar.datanet.bench;

import org.jspecify.annotations.NullMarked;
