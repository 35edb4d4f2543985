package cultivar.runtime.export;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What base and adapter give on the sample texts, for an export to be measured by. */
final class Reference {
    private final SampleTexts texts;
    private final List<double[]> expected;
    private final Progress progress;

    Reference(LanguageModel model, @Nullable LoraAdapter adapter, ExportListener listener) {
        this.texts = new SampleTexts(model);
        // Every text is scored twice: here, and later by what was written.
        this.progress = new Progress(listener, ExportListener.Stage.CHECKING, 2L * texts.size());
        this.expected = texts.score(model, adapter, progress);
    }

    Difference differenceOf(LanguageModel model, @Nullable LoraAdapter adapter) {
        return Difference.between(expected, texts.score(model, adapter, progress));
    }
}
