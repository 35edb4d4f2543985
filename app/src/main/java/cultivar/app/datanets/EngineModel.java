package cultivar.app.datanets;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.ask.AnswerCost;
import cultivar.datanet.ask.LocalModel;
import cultivar.finetune.AnswerLoss;
import cultivar.finetune.TrainingRows;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.RowScore;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import cultivar.wallet.registry.AdapterFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A base model that the engine holds, alone or with an adapter, as datanets ask it. */
public final class EngineModel implements LocalModel {
    private final LanguageModel model;
    private final @Nullable LoraAdapter adapter;
    private final String name;
    private final String version;

    /**
     * A model that is open.
     *
     * @param adapterFolder where the adapter lies; null with no adapter
     * @param name what people call it
     */
    public EngineModel(LanguageModel model, @Nullable LoraAdapter adapter, @Nullable Path adapterFolder, String name) {
        this.model = model;
        this.adapter = adapter;
        this.name = name;
        String base = AdapterFiles.hashBase(model.folder()).hash().toString();
        this.version = adapterFolder == null
                ? base
                : base + "+" + AdapterFiles.hash(adapterFolder).hash();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean fits(List<Message> chat, int answerTokens) {
        return model.chatPrompt(TrainingRows.chat(chat)).length + answerTokens
                <= model.spec().maxPositions();
    }

    @Override
    public Reply answer(List<Message> chat, int mostTokens, BooleanSupplier goOn) {
        GenerationRequest request = new GenerationRequest(
                model.chatPrompt(TrainingRows.chat(chat)), adapter, Sampling.greedy(), mostTokens, false);
        Generation answer = model.generate(request, (id, text) -> goOn.getAsBoolean());
        return new Reply(answer.text(), answer.stopReason() == Generation.StopReason.END_TOKEN);
    }

    @Override
    public double[] likelihoods(List<Message> chat, List<String> answers) {
        List<Example> rows = new ArrayList<>();
        for (String answer : answers) {
            List<ChatMessage> whole = new ArrayList<>(TrainingRows.chat(chat));
            whole.add(ChatMessage.assistant(answer));
            rows.add(model.examples().example(whole, Integer.MAX_VALUE));
        }
        if (rows.stream().anyMatch(row -> row.ids().length > model.spec().maxPositions())) {
            double[] unknown = new double[answers.size()];
            Arrays.fill(unknown, Double.NaN);
            return unknown;
        }
        return model.score(rows, adapter).stream().mapToDouble(EngineModel::sum).toArray();
    }

    @Override
    public List<AnswerCost> costs(List<Contribution> rows) {
        return AnswerLoss.of(model, adapter, rows).stream()
                .map(value -> new AnswerCost(value.loss(), value.difficulty()))
                .toList();
    }

    @Override
    public long tokens(List<Contribution> rows) {
        return rows.stream()
                .mapToLong(row -> model.examples()
                        .example(TrainingRows.chat(row.messages()), Integer.MAX_VALUE)
                        .ids()
                        .length)
                .sum();
    }

    private static double sum(RowScore score) {
        return -score.loss() * score.labels();
    }
}
