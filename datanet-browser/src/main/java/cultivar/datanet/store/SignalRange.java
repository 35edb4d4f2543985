package cultivar.datanet.store;

import cultivar.datanet.QualitySignal;

/**
 * Rows for which a signal was computed and lies within bounds.
 *
 * @param from the smallest value wanted
 * @param to the largest value wanted
 */
public record SignalRange(QualitySignal signal, double from, double to) {}
