package cultivar.wallet.chain;

import java.math.BigInteger;
import java.util.List;

/** What to offer for a unit of gas now, by how soon the transaction should be in a block. */
public record FeeChoices(Fees slow, Fees usual, Fees fast) {
    /** Percentiles of the tips in past blocks that the three speeds stand for. */
    static final List<Double> PERCENTILES = List.of(10.0, 50.0, 90.0);

    private static final BigInteger FOUR = BigInteger.valueOf(4);

    /**
     * Chooses from past blocks: the median over the blocks of each percentile's tip; and room for the base fee, which a
     * block can raise by an eighth (EIP-1559), to grow by a quarter, to double or to triple.
     *
     * @param baseFee of the next block, in wei
     * @param rewards for each past block the tips at {@link #PERCENTILES}; blocks without transactions are left out
     * @param otherwise the tip where no past block has any
     */
    static FeeChoices of(BigInteger baseFee, List<List<BigInteger>> rewards, BigInteger otherwise) {
        BigInteger slow = median(rewards, 0, otherwise);
        BigInteger usual = median(rewards, 1, otherwise).max(slow);
        BigInteger fast = median(rewards, 2, otherwise).max(usual);
        BigInteger quarter = baseFee.add(FOUR).subtract(BigInteger.ONE).divide(FOUR);
        return new FeeChoices(
                new Fees(slow, baseFee.add(quarter).add(slow)),
                new Fees(usual, baseFee.shiftLeft(1).add(usual)),
                new Fees(fast, baseFee.multiply(BigInteger.valueOf(3)).add(fast)));
    }

    private static BigInteger median(List<List<BigInteger>> rewards, int place, BigInteger otherwise) {
        List<BigInteger> sorted =
                rewards.stream().map(block -> block.get(place)).sorted().toList();
        return sorted.isEmpty() ? otherwise : sorted.get(sorted.size() / 2);
    }

    /** The offer for a speed. */
    public Fees at(Speed speed) {
        return switch (speed) {
            case SLOW -> slow;
            case USUAL -> usual;
            case FAST -> fast;
        };
    }
}
