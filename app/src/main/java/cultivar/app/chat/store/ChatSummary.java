package cultivar.app.chat.store;

import java.time.Instant;

/**
 * A chat in the list of past ones.
 *
 * @param excerpt where a search found something, or empty
 */
public record ChatSummary(String id, String title, Instant changed, String excerpt) {}
