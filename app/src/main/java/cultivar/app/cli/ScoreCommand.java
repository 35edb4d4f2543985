package cultivar.app.cli;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.RowScore;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.train.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How likely a model finds texts, chat rows or token ids. */
@Command(
        name = "score",
        description = "Per-token log-probabilities and loss of texts, chat rows or token ids.",
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines with {\"text\"} or a chat on each; with --ids a JSON list of lists.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(names = "--ids", description = "The file holds token ids.")
    private boolean ids;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        try (LanguageModel model = models.open(cli.home())) {
            LoraAdapter adapter = models.loadAdapter(cli.home(), model);
            List<RowScore> scores = new ArrayList<>();
            for (Example example : ids ? tokenRows() : textRows(model)) {
                scores.add(model.score(example, adapter));
            }
            report(terminal, scores);
            return 0;
        }
    }

    private List<Example> tokenRows() {
        JsonNode lists;
        try {
            lists = MAPPER.readTree(Files.readString(data));
        } catch (IOException | JacksonException e) {
            throw new CommandException(data + " cannot be read as JSON. Give a list of lists of token ids.", e);
        }
        List<Example> rows = new ArrayList<>();
        for (JsonNode list : lists) {
            if (!list.isArray() || list.valueStream().anyMatch(id -> !id.canConvertToInt())) {
                throw new CommandException(
                        data + " holds something else than token ids in list " + (rows.size() + 1) + ".");
            }
            rows.add(new Example(list.valueStream().mapToInt(JsonNode::intValue).toArray(), 1));
        }
        return rows;
    }

    private List<Example> textRows(LanguageModel model) {
        List<Example> rows = new ArrayList<>();
        for (RowFile.Line line : RowFile.read(data)) {
            JsonNode text = line.json().path("text");
            Example row = text.isString()
                    ? new Example(model.tokenizer().encode(text.stringValue()), 1)
                    : model.examples().example(line.chat(), Integer.MAX_VALUE);
            if (row.ids().length < 2) {
                throw new CommandException(line.place() + " has fewer than two tokens; there is nothing to score.");
            }
            rows.add(row);
        }
        return rows;
    }

    private static void report(Terminal terminal, List<RowScore> scores) {
        double sum = 0;
        long labels = 0;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RowScore score : scores) {
            if (score.labels() > 0) {
                sum += score.loss() * score.labels();
                labels += score.labels();
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("ids", score.ids());
            row.put("logprobs", score.logprobs());
            row.put("loss", score.loss());
            rows.add(row);
            terminal.line(String.format(Locale.ROOT, "%5d tokens  loss %.4f", score.ids().length, score.loss()));
        }
        double loss = labels == 0 ? Double.NaN : sum / labels;
        terminal.line(
                String.format(Locale.ROOT, "%d rows  loss %.4f  perplexity %.3f", scores.size(), loss, Math.exp(loss)));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("rows", rows);
            result.put("loss", loss);
            result.put("perplexity", Math.exp(loss));
            terminal.result(result);
        }
    }
}
