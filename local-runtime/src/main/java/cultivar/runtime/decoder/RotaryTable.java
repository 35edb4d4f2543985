package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.DecoderSpec;

/** Cosines and sines of the rotary embedding, {@code [positions, headSize]} with both halves alike. */
final class RotaryTable {
    private final double[] frequencies;
    private final int headSize;

    RotaryTable(DecoderSpec spec) {
        this.headSize = spec.headSize();
        this.frequencies = spec.rope().frequencies(headSize);
    }

    float[] cosines(int[] positions) {
        return table(positions, true);
    }

    float[] sines(int[] positions) {
        return table(positions, false);
    }

    private float[] table(int[] positions, boolean cosine) {
        float[] values = new float[positions.length * headSize];
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < frequencies.length; i++) {
                // The frequency is rounded to float32 first, as the reference implementation does.
                double angle = positions[row] * (float) frequencies[i];
                float value = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
                values[row * headSize + i] = value;
                values[row * headSize + frequencies.length + i] = value;
            }
        }
        return values;
    }
}
