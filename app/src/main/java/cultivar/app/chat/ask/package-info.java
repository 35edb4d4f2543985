/** How the chat asks: who answers, how the answer is drawn, and what becomes of it, apart from any window. */
@NullMarked
package cultivar.app.chat.ask;

import org.jspecify.annotations.NullMarked;
