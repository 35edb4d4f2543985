package cultivar.runtime.checkpoint;

import java.util.List;

/** The angular frequencies of a rotary embedding, and how they are stretched for long texts. */
public sealed interface RopeSpec {
    /** The base of the plain frequencies {@code theta^(-2i/d)}. */
    double theta();

    /** The factor on cosines and sines. */
    default double magnitude() {
        return 1;
    }

    /** The length beyond which all frequencies are others. */
    default int switchLength() {
        return Integer.MAX_VALUE;
    }

    /**
     * The {@code dimensions / 2} angular frequencies, in radians for each position.
     *
     * @param length tokens up to the last one in sight; some rules stretch only beyond a length
     */
    double[] frequencies(int dimensions, int length);

    /** Plain frequencies. */
    record Default(double theta) implements RopeSpec {
        @Override
        public double[] frequencies(int dimensions, int length) {
            return plain(theta, dimensions);
        }
    }

    /** All frequencies divided by {@code factor}. */
    record Linear(double theta, double factor) implements RopeSpec {
        @Override
        public double[] frequencies(int dimensions, int length) {
            double[] frequencies = plain(theta, dimensions);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= factor;
            }
            return frequencies;
        }
    }

    /** A base that grows with the text beyond {@code positions} (NTK-aware scaling). */
    record Dynamic(double theta, double factor, int positions) implements RopeSpec {
        @Override
        public double[] frequencies(int dimensions, int length) {
            double stretch = factor * Math.max(length, positions) / positions - (factor - 1);
            return plain(theta * Math.pow(stretch, dimensions / (dimensions - 2.0)), dimensions);
        }
    }

    /** Llama 3.1's rule: low frequencies divided, high ones kept, those between interpolated. */
    record Llama3(double theta, double factor, double lowFactor, double highFactor, int originalPositions)
            implements RopeSpec {
        @Override
        public double[] frequencies(int dimensions, int length) {
            double[] frequencies = plain(theta, dimensions);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = stretched(frequencies[i]);
            }
            return frequencies;
        }

        private double stretched(double frequency) {
            double turns = originalPositions * frequency / (2 * Math.PI);
            if (turns > highFactor) {
                return frequency;
            }
            if (turns < lowFactor) {
                return frequency / factor;
            }
            double smooth = (turns - lowFactor) / (highFactor - lowFactor);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }

    /**
     * YaRN (Peng et al., 2023): pairs that turn more than {@code betaFast} times over the original length keep their
     * frequency, those that turn less than {@code betaSlow} times are divided by {@code factor}, with a ramp between.
     *
     * @param truncate whether the ends of the ramp are whole numbers of pairs
     */
    record Yarn(
            double theta,
            double factor,
            double betaFast,
            double betaSlow,
            boolean truncate,
            int originalPositions,
            double magnitude)
            implements RopeSpec {
        @Override
        public double[] frequencies(int dimensions, int length) {
            double first = pairOf(betaFast, dimensions);
            double last = pairOf(betaSlow, dimensions);
            double from = Math.max(truncate ? Math.floor(first) : first, 0);
            double to = Math.min(truncate ? Math.ceil(last) : last, dimensions - 1.0);
            // Apart by a little at least: a ramp of no length would divide by zero.
            double span = from == to ? 0.001 : to - from;
            double[] frequencies = plain(theta, dimensions);
            for (int i = 0; i < frequencies.length; i++) {
                double ramp = Math.clamp((i - from) / span, 0, 1);
                frequencies[i] = frequencies[i] / factor * ramp + frequencies[i] * (1 - ramp);
            }
            return frequencies;
        }

        /** The pair, as a real number, that turns so many times over the original length. */
        private double pairOf(double turns, int dimensions) {
            return dimensions * Math.log(originalPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** LongRoPE: a divisor for each frequency, one list for texts within the original length, one for longer ones. */
    record LongRope(
            double theta, List<Double> shortFactors, List<Double> longFactors, int originalPositions, double magnitude)
            implements RopeSpec {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }

        @Override
        public int switchLength() {
            return originalPositions;
        }

        @Override
        public double[] frequencies(int dimensions, int length) {
            List<Double> factors = length > originalPositions ? longFactors : shortFactors;
            double[] frequencies = plain(theta, dimensions);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= factors.get(i);
            }
            return frequencies;
        }
    }

    private static double[] plain(double theta, int dimensions) {
        double[] frequencies = new double[dimensions / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(theta, -2.0 * i / dimensions);
        }
        return frequencies;
    }
}
