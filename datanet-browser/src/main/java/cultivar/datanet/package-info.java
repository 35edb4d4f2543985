/** Datanets: what was contributed, by whom, under which licence, and in which version. */
@NullMarked
package cultivar.datanet;

import org.jspecify.annotations.NullMarked;
