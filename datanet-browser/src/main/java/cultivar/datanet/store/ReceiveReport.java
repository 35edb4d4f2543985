package cultivar.datanet.store;

import cultivar.datanet.Received;

/**
 * What came of taking a contribution file in.
 *
 * @param received the file as it stands in the store now
 * @param rows what became of its rows
 */
public record ReceiveReport(Received received, ImportReport rows) {}
