/** What is kept of chats: questions with all their branches and answers, votes, and presets, in one SQLite file. */
@NullMarked
package cultivar.app.chat.store;

import org.jspecify.annotations.NullMarked;
