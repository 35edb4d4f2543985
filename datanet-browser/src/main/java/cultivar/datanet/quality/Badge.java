package cultivar.datanet.quality;

/**
 * Why a person should look at a row.
 *
 * @param kind what was found, such as {@code email}, for counting
 * @param reason one sentence; personal data and secrets appear in it only masked
 */
public record Badge(String kind, String reason) {}
