/** Who decided what about rows, how far reviewers agree, and what is left to settle. */
@NullMarked
package cultivar.datanet.review;

import org.jspecify.annotations.NullMarked;
