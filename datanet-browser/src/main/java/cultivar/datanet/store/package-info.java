/**
 * Datanets on disk: one SQLite file with drafts, immutable versions and a text index.
 */
@NullMarked
package cultivar.datanet.store;

import org.jspecify.annotations.NullMarked;
