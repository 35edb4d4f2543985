package cultivar.datanet.view;

import cultivar.datanet.quality.Measure;

/** By what rows are sorted, the lowest values first or last. */
record RowOrder(Measure measure, boolean descending) {}
