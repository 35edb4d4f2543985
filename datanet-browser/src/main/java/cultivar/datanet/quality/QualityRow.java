package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;

/** A row to look at, under the name that its results will bear. */
public record QualityRow(Bytes32 contentHash, Contribution contribution) {}
