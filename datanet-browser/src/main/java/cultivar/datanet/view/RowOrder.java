package cultivar.datanet.view;

import cultivar.datanet.quality.Signal;

/** By which signal rows are sorted, the lowest values first or last. */
record RowOrder(Signal signal, boolean descending) {}
