package cultivar.datanet;

/**
 * What a signal found in one content.
 *
 * @param contentHash of the content that was measured
 * @param value a finite number
 * @param reason for people; empty where the number says it all
 */
public record SignalValue(Bytes32 contentHash, QualitySignal signal, double value, String reason) {
    public SignalValue {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The signal " + signal.name() + " is " + value + ", which is no figure");
        }
    }
}
