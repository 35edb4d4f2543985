package cultivar.datanet.quality;

/**
 * Something in a text that should not be there.
 *
 * @param kind the kind of its badge
 * @param masked what of it may be shown
 */
record Finding(String kind, String masked) {}
