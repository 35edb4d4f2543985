package cultivar.runtime.safetensors;

/**
 * Rows that are to be stored in float16; a value that is too large for it, and would become infinite, is refused.
 *
 * @param name the tensor, for the complaint
 */
public record HalfRange(String name, Rows values) implements Rows {
    private static final float LARGEST = 65_504;

    @Override
    public long rows() {
        return values.rows();
    }

    @Override
    public int columns() {
        return values.columns();
    }

    @Override
    public void read(long row, float[] into) {
        values.read(row, into);
        for (int i = 0; i < columns(); i++) {
            if (Math.abs(into[i]) > LARGEST) {
                throw new SafetensorsException("The tensor " + name + " holds " + into[i]
                        + ", which is too large for float16. Choose bfloat16 or float32.");
            }
        }
    }
}
