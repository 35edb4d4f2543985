/** The three datanets that ship with the studio, written for it, and what they were generated from. */
@NullMarked
package cultivar.datanet.demo;

import org.jspecify.annotations.NullMarked;
