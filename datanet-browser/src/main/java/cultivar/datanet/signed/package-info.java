/**
 * Contribution files: rows that somebody gives to a datanet, in one file under one signature of theirs.
 */
@NullMarked
package cultivar.datanet.signed;

import org.jspecify.annotations.NullMarked;
