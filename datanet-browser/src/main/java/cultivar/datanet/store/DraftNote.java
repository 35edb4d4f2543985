package cultivar.datanet.store;

import java.time.Instant;

/**
 * That a document is being made into rows.
 *
 * @param rows how many are made so far
 */
public record DraftNote(long id, String file, int rows, Instant changed) {}
