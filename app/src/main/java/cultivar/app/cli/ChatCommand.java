package cultivar.app.cli;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A conversation: a line from standard input, an answer, until the input ends or says {@code /bye}. */
@Command(
        name = "chat",
        description = "Talks line by line; /new starts afresh, /bye ends.",
        mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Mixin
    private final SamplingOptions options = new SamplingOptions();

    @Option(names = "--prompt", description = "Say this one thing instead of reading standard input.")
    private @Nullable String prompt;

    @Option(names = "--system", description = "A system message before the conversation.")
    private @Nullable String system;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        try (LanguageModel model = models.open(cli.home())) {
            LoraAdapter adapter = models.loadAdapter(cli.home(), model);
            List<ChatMessage> messages = fresh();
            if (prompt != null) {
                say(terminal, model, adapter, messages, prompt);
                return 0;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            for (String line = next(terminal, lines); line != null; line = next(terminal, lines)) {
                if (line.strip().equals("/bye")) {
                    break;
                }
                if (line.strip().equals("/new")) {
                    messages = fresh();
                } else if (!line.isBlank()) {
                    say(terminal, model, adapter, messages, line);
                }
            }
            return 0;
        }
    }

    private List<ChatMessage> fresh() {
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(new ChatMessage("system", system));
        }
        return messages;
    }

    private static @Nullable String next(Terminal terminal, BufferedReader lines) {
        if (terminal.interactive()) {
            terminal.stream("> ");
        }
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("Standard input cannot be read.", e);
        }
    }

    private void say(
            Terminal terminal,
            LanguageModel model,
            @Nullable LoraAdapter adapter,
            List<ChatMessage> messages,
            String text) {
        messages.add(new ChatMessage("user", text));
        GenerationRequest request =
                new GenerationRequest(model.chatPrompt(messages), adapter, options.sampling(), options.stopping());
        Generation generation = model.generate(request, (id, piece) -> {
            terminal.stream(piece);
            return true;
        });
        terminal.line("");
        messages.add(new ChatMessage("assistant", generation.text()));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("prompt_ids", generation.promptIds());
            result.put("ids", generation.ids());
            result.put("text", generation.text());
            result.put("tokens_per_second", generation.tokensPerSecond());
            terminal.result(result);
        }
    }
}
