package cultivar.datanet;

/**
 * Something that can be measured of a row's content.
 *
 * @param name what it measures
 * @param version of the way of measuring; values of different versions are never mixed
 */
public record QualitySignal(String name, String version) {}
