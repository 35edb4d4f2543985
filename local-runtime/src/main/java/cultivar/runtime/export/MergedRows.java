package cultivar.runtime.export;

import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.safetensors.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A linear module's weight with its LoRA added, {@code W + s B A}, summed in float64 and rounded once. With DoRA each row
 * is then brought to its learnt length, {@code m (W + s B A) / |W + s B A|}.
 */
final class MergedRows implements Rows {
    private final Rows weight;
    private final int rank;
    private final double scale;
    private final float[] a;
    private final float[] b;
    private final float @Nullable [] magnitude;
    private final double[] sum;

    MergedRows(Rows weight, AdapterFile adapter, LoraModule module) {
        this.weight = weight;
        this.rank = module.rank();
        this.scale = adapter.config().scale(module);
        this.a = adapter.a(module);
        this.b = adapter.b(module);
        this.magnitude = adapter.config().dora() ? adapter.magnitude(module) : null;
        this.sum = new double[weight.columns()];
    }

    @Override
    public long rows() {
        return weight.rows();
    }

    @Override
    public int columns() {
        return weight.columns();
    }

    @Override
    public void read(long row, float[] into) {
        weight.read(row, into);
        int columns = sum.length;
        for (int i = 0; i < columns; i++) {
            sum[i] = into[i];
        }
        for (int k = 0; k < rank; k++) {
            double factor = scale * b[(int) row * rank + k];
            int at = k * columns;
            for (int i = 0; i < columns; i++) {
                sum[i] += factor * a[at + i];
            }
        }
        double length = magnitude == null ? 1 : magnitude[(int) row] / norm();
        for (int i = 0; i < columns; i++) {
            into[i] = (float) (length * sum[i]);
        }
    }

    private double norm() {
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
