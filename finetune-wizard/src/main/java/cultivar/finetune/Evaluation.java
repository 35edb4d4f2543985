package cultivar.finetune;

import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.RowScore;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Asks base and adapter the same rows and compares. Answers are greedy, at most a little longer than the longest
 * expected one; an answer matches if it is the expected text after trimming.
 */
public final class Evaluation {
    private static final int MARGIN = 8;
    /** Rows whose answers are kept whole; of the others an answer that has gone wrong is not written to its end. */
    private static final int SHOWN = 12;

    private final LanguageModel model;
    private final List<List<Message>> rows;
    private final EvaluationListener listener;
    private int done;

    private Evaluation(LanguageModel model, List<List<Message>> rows, EvaluationListener listener) {
        this.model = model;
        this.rows = rows;
        this.listener = listener;
    }

    /**
     * Compares on the calling thread.
     *
     * @param adapterFolder a PEFT folder for this base
     * @param rows conversations that end with the expected answer, such as {@link TrainingRows#heldOut}
     * @throws FinetuneException if there are no rows
     * @throws CancellationException if the listener says so
     */
    public static EvaluationReport compare(
            LanguageModel model, Path adapterFolder, List<List<Message>> rows, EvaluationListener listener) {
        if (rows.isEmpty()) {
            throw new FinetuneException("There are no held-out rows to compare on; import some into the datanet");
        }
        return new Evaluation(model, List.copyOf(rows), listener).run(adapterFolder);
    }

    private EvaluationReport run(Path adapterFolder) {
        int limit = MARGIN;
        List<Example> examples = new ArrayList<>();
        for (List<Message> row : rows) {
            Example example = model.examples()
                    .example(TrainingRows.chat(row), model.spec().maxPositions());
            examples.add(example);
            limit = Math.max(limit, example.labels() + MARGIN);
        }
        // Loaded first, so that a damaged adapter is found before the waiting begins.
        try (LoraAdapter adapter = model.loadAdapter(adapterFolder)) {
            Answers base = ask(examples, limit, null);
            Answers adapted = ask(examples, limit, adapter);
            List<EvaluationReport.Answered> shown = new ArrayList<>();
            for (int i = 0; i < Math.min(SHOWN, rows.size()); i++) {
                shown.add(new EvaluationReport.Answered(
                        question(rows.get(i)), expected(i), base.texts.get(i), adapted.texts.get(i)));
            }
            return new EvaluationReport(rows.size(), base.side(rows.size()), adapted.side(rows.size()), shown);
        }
    }

    private Answers ask(List<Example> examples, int limit, @Nullable LoraAdapter adapter) {
        Answers answers = new Answers();
        for (int i = 0; i < rows.size(); i++) {
            RowScore score = model.score(examples.get(i), adapter);
            if (score.labels() > 0) {
                answers.lossSum += score.loss() * score.labels();
                answers.labels += score.labels();
            }
            List<ChatMessage> chat = TrainingRows.chat(rows.get(i));
            String text = answer(chat.subList(0, chat.size() - 1), expected(i), limit, adapter, i < SHOWN);
            answers.matches += text.equals(expected(i)) ? 1 : 0;
            answers.texts.add(text);
            listener.onAnswer(++done, 2 * rows.size());
            if (listener.cancelled()) {
                throw new CancellationException();
            }
        }
        return answers;
    }

    private String answer(
            List<ChatMessage> prompt, String expected, int limit, @Nullable LoraAdapter adapter, boolean whole) {
        StringBuilder soFar = new StringBuilder();
        Generation generation = model.generate(
                new GenerationRequest(model.chatPrompt(prompt), adapter, Sampling.greedy(), limit, false),
                (id, piece) -> {
                    soFar.append(piece);
                    return whole || expected.startsWith(soFar.toString().strip());
                });
        return generation.text().strip();
    }

    private String expected(int row) {
        return rows.get(row).getLast().content().strip();
    }

    private static String question(List<Message> row) {
        return row.stream()
                .filter(message -> message.role() == Role.USER)
                .reduce((first, second) -> second)
                .map(Message::content)
                .orElse("");
    }

    private static final class Answers {
        private final List<String> texts = new ArrayList<>();
        private double lossSum;
        private long labels;
        private int matches;

        EvaluationReport.Side side(int rows) {
            return new EvaluationReport.Side((double) matches / rows, labels == 0 ? Double.NaN : lossSum / labels);
        }
    }
}
