package cultivar.datanet.suggest;

import cultivar.datanet.StoredRow;

/**
 * A row that is like another one.
 *
 * @param likeness from 0 to 1
 */
public record SimilarRow(StoredRow row, double likeness) {}
