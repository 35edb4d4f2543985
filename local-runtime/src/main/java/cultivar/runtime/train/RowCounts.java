package cultivar.runtime.train;

/**
 * What became of the rows of a run.
 *
 * @param rows rows to train on
 * @param cut of these, rows whose answer was cut to the longest length
 * @param dropped rows left out because their question alone fills the longest length
 * @param validation rows that the loss is measured on
 * @param tokens tokens in the rows to train on
 * @param trained of these, tokens that the loss is taken on
 * @param longest tokens of the longest row before cutting
 */
public record RowCounts(int rows, int cut, int dropped, int validation, long tokens, long trained, int longest) {}
