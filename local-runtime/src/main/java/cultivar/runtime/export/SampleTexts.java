package cultivar.runtime.export;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplateException;
import cultivar.runtime.train.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts on which an export is compared with what it was made from. */
final class SampleTexts {
    private static final int LONGEST = 512;

    private static final List<String> TEXTS = List.of(
            "The harbour was quiet before sunrise, and only two boats had left it.",
            "def area(width, height):\n    return width * height\n\nprint(area(3, 4))\n",
            "Water boils at 100 °C at sea level; on a high mountain it boils at 85 °C.",
            "{\"name\": \"Ada\", \"tags\": [\"math\", \"engines\"], \"born\": 1815}",
            "Le chat dort. Кошка спит. 猫は眠っている。 🙂");

    private final List<Example> rows = new ArrayList<>();

    /** The texts in a model's tokens: each alone, a question in its chat template, and all in a row. */
    SampleTexts(LanguageModel model) {
        int longest = Math.min(LONGEST, model.spec().maxPositions());
        for (String text : TEXTS) {
            add(model.tokenizer().encode(text), longest);
        }
        if (model.chatTemplate().isUsable()) {
            addQuestion(model, longest);
        }
        add(model.tokenizer().encode(String.join("\n", TEXTS).repeat(8)), longest);
    }

    private void addQuestion(LanguageModel model, int longest) {
        try {
            add(model.chatPrompt(List.of(new ChatMessage("user", "Name three colours of the rainbow."))), longest);
        } catch (ChatTemplateException e) {
            // A template that takes no lone question; the other texts are there to compare.
            return;
        }
    }

    private void add(int[] ids, int longest) {
        if (ids.length > 1) {
            rows.add(new Example(Arrays.copyOf(ids, Math.min(ids.length, longest)), 1));
        }
    }

    int size() {
        return rows.size();
    }

    /** Log-probabilities of each text's tokens. */
    List<double[]> score(LanguageModel model, @Nullable LoraAdapter adapter, Progress progress) {
        List<double[]> scores = new ArrayList<>();
        for (Example row : rows) {
            scores.add(model.score(row, adapter).logprobs());
            progress.add(1);
        }
        return scores;
    }
}
