package cultivar.finetune;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.RowScore;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model thinks of a row's answer before it has learnt from it.
 *
 * @param loss mean negative log-likelihood in nats of the answer's tokens after the question; NaN if the question alone
 *     fills the model's context
 * @param difficulty that loss as a share of the loss of the same answer without the question: the instruction-following
 *     difficulty of Li et al., "From Quantity to Quality" (2024). Near 0 the question tells all; from 1 on it tells
 *     nothing. Without a question means in the same chat template with empty user turns. NaN if either is not known
 */
public record AnswerLoss(double loss, double difficulty) {
    private static final double LEAST = 1e-6;

    /** Scores rows, none of which sees another; one value for each of them in order. */
    public static List<AnswerLoss> of(LanguageModel model, @Nullable LoraAdapter adapter, List<Contribution> rows) {
        List<Example> examples = new ArrayList<>();
        for (Contribution row : rows) {
            examples.add(example(model, row.messages()));
            examples.add(example(model, unasked(row.messages())));
        }
        List<RowScore> scores = model.score(examples, adapter);
        List<AnswerLoss> losses = new ArrayList<>();
        for (int i = 0; i < scores.size(); i += 2) {
            double loss = scores.get(i).loss();
            losses.add(new AnswerLoss(loss, loss / Math.max(scores.get(i + 1).loss(), LEAST)));
        }
        return List.copyOf(losses);
    }

    private static Example example(LanguageModel model, List<Message> messages) {
        List<ChatMessage> chat = TrainingRows.chat(messages);
        return model.examples().example(chat, model.spec().maxPositions());
    }

    private static List<Message> unasked(List<Message> messages) {
        return messages.stream()
                .map(message -> message.role() == Role.USER ? new Message(Role.USER, "") : message)
                .toList();
    }
}
