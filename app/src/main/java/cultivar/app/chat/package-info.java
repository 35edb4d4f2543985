/** Base model and adapter side by side: one question, two answers that stream at the same time. */
@NullMarked
package cultivar.app.chat;

import org.jspecify.annotations.NullMarked;
