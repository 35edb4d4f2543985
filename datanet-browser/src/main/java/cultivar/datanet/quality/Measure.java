package cultivar.datanet.quality;

import cultivar.datanet.QualitySignal;

/** Something that is measured of every row, to be sorted and filtered by. */
public sealed interface Measure permits Signal, AnswerSignal {
    /** The name that scripts and settings see. */
    String id();

    /** The store's name of it, with the version that this program computes. */
    QualitySignal stored();

    /** Whether its values are counts, whole numbers all. */
    boolean counted();
}
