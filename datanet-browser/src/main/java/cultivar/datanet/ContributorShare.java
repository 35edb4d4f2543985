package cultivar.datanet;

/**
 * A contributor's part of a datanet or a version.
 *
 * @param rows how many of its rows are theirs
 * @param share the same as a part of all, 0 to 1
 */
public record ContributorShare(EvmAddress contributor, long rows, double share) {}
