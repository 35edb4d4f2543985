package cultivar.runtime.checkpoint;

/** How positions turn queries and keys: the base frequency and how it is stretched for long texts. */
public sealed interface RopeSpec {
    double theta();

    /** Frequencies {@code theta^(-2i/d)}. */
    record Default(double theta) implements RopeSpec {}

    /** All frequencies divided by {@code factor}. */
    record Linear(double theta, double factor) implements RopeSpec {}

    /** Llama 3.1's rule: low frequencies divided, high ones kept, those between interpolated. */
    record Llama3(double theta, double factor, double lowFactor, double highFactor, int originalPositions)
            implements RopeSpec {}

    /** The {@code headSize / 2} angular frequencies, in radians for each position. */
    default double[] frequencies(int headSize) {
        double[] frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(theta(), -2.0 * i / headSize);
            frequencies[i] = switch (this) {
                case Default _ -> plain;
                case Linear linear -> plain / linear.factor();
                case Llama3 llama3 -> stretched(plain, llama3);
            };
        }
        return frequencies;
    }

    private static double stretched(double frequency, Llama3 rule) {
        double wavelength = 2 * Math.PI / frequency;
        double low = rule.originalPositions() / rule.lowFactor();
        double high = rule.originalPositions() / rule.highFactor();
        if (wavelength < high) {
            return frequency;
        }
        if (wavelength > low) {
            return frequency / rule.factor();
        }
        double smooth =
                (rule.originalPositions() / wavelength - rule.lowFactor()) / (rule.highFactor() - rule.lowFactor());
        return (1 - smooth) * frequency / rule.factor() + smooth * frequency;
    }
}
