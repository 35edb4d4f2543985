package cultivar.app.cli;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** One answer to one prompt, streamed. */
@Command(name = "generate", description = "Answers one prompt, streaming.", mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Mixin
    private final SamplingOptions options = new SamplingOptions();

    @Option(names = "--prompt", required = true, description = "What to say to the model.")
    @SuppressWarnings("NullAway.Init")
    private String prompt;

    @Option(names = "--system", description = "A system message before it.")
    private @Nullable String system;

    @Option(names = "--raw", description = "Continue the prompt as plain text, without the chat template.")
    private boolean raw;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        try (LanguageModel model = models.open(cli.home())) {
            LoraAdapter adapter = models.loadAdapter(cli.home(), model);
            Generation generation = answer(terminal, model, adapter);
            terminal.line("");
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("prompt_ids", generation.promptIds());
                result.put("ids", generation.ids());
                result.put("text", generation.text());
                result.put("tokens_per_second", generation.tokensPerSecond());
                result.put("first_token_seconds", generation.firstTokenSeconds());
                result.put("stop", generation.stopReason().name().toLowerCase(Locale.ROOT));
                if (generation.stopString() != null) {
                    result.put("stop_string", generation.stopString());
                }
                terminal.result(result);
            }
            return 0;
        }
    }

    private Generation answer(Terminal terminal, LanguageModel model, @Nullable LoraAdapter adapter) {
        int[] ids = raw || !model.chatTemplate().isUsable() ? model.tokenizer().encode(prompt) : chat(model);
        GenerationRequest request = new GenerationRequest(ids, adapter, options.sampling(), options.stopping());
        return model.generate(request, (id, text) -> {
            terminal.stream(text);
            return true;
        });
    }

    private int[] chat(LanguageModel model) {
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(new ChatMessage("system", system));
        }
        messages.add(new ChatMessage("user", prompt));
        return model.chatPrompt(messages);
    }
}
