package cultivar.datanet.signed;

/**
 * A row that is not what its contributor signed.
 *
 * @param row its place in the file, counted from 1
 */
public record RowProblem(int row, String reason) {}
