/**
 * What may be wrong with the rows of a datanet: duplicates, personal data, leaks between splits, wrong labels. Rows come
 * in as streams and signals go out to a sink, so that nothing here knows of a database.
 */
@NullMarked
package cultivar.datanet.quality;

import org.jspecify.annotations.NullMarked;
