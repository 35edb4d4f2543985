package cultivar.runtime;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.PackedRows;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.train.Example;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores rows by a decoder, as many at a time as suit what computes. */
final class Scoring {
    private final Decoder decoder;
    private final @Nullable LoraAdapter adapter;

    Scoring(Decoder decoder, @Nullable LoraAdapter adapter) {
        this.decoder = decoder;
        this.adapter = adapter;
    }

    List<RowScore> score(List<Example> rows) {
        Torch.prepareThread(false);
        List<PackedRows.Row> whole =
                rows.stream().map(row -> new PackedRows.Row(row.ids(), 1)).toList();
        List<RowScore> scores = new ArrayList<>();
        // Nothing is kept for a way back, so no more lies in memory than where layers are computed again.
        int tokens = MemoryPlanner.partTokens(
                decoder.spec(), decoder.weights().type(), true, decoder.torch().cardMemory());
        for (PackedRows part : PackedRows.parts(whole, tokens)) {
            float[] losses = decoder.score(part, adapter == null ? null : adapter.tensors());
            int at = 0;
            for (int length : part.lengths()) {
                scores.add(score(rows.get(scores.size()), losses, at));
                at += length - 1;
            }
        }
        return List.copyOf(scores);
    }

    /** @param at where the row's own losses begin */
    private static RowScore score(Example row, float[] losses, int at) {
        double[] logprobs = new double[row.ids().length - 1];
        double sum = 0;
        int labels = 0;
        for (int i = 0; i < logprobs.length; i++) {
            logprobs[i] = -losses[at + i];
            if (i + 1 >= row.promptLength()) {
                sum += losses[at + i];
                labels++;
            }
        }
        return new RowScore(row.ids(), logprobs, labels == 0 ? Double.NaN : sum / labels, labels);
    }
}
