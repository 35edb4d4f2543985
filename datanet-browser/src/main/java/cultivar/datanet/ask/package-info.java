/** What a local model is asked about documents and rows: for questions and answers, and for the tags that fit. */
@NullMarked
package cultivar.datanet.ask;

import org.jspecify.annotations.NullMarked;
