package cultivar.datanet.store;

import cultivar.datanet.Contribution;

/**
 * A contribution and where it comes from.
 *
 * @param place where in its file, for people, as in {@code page 3, characters 120 to 480}; empty where not said
 */
public record PlacedRow(Contribution contribution, String place) {}
