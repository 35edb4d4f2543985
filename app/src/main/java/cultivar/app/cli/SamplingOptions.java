package cultivar.app.cli;

import cultivar.runtime.generate.Penalties;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.schema.JsonSchema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that decide how tokens are drawn, and when an answer ends. */
final class SamplingOptions {
    @Option(names = "--greedy", description = "Take the likeliest token always.")
    private boolean greedy;

    @Option(names = "--temperature", defaultValue = "0.7", description = "Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "Draw from so many tokens; 0 for all.")
    private int topK;

    @Option(names = "--top-p", defaultValue = "0.95", description = "Draw from this much probability.")
    private double topP;

    @Option(
            names = "--min-p",
            defaultValue = "0",
            description = "Draw from tokens of this part of the likeliest one's probability; 0 for all.")
    private double minP;

    @Option(
            names = "--repetition-penalty",
            defaultValue = "1",
            description = "Makes tokens of the prompt and the answer less likely; 1 for none.")
    private double repetition;

    @Option(
            names = "--presence-penalty",
            defaultValue = "0",
            description = "Is taken from the logits of the answer's tokens, -2 to 2.")
    private double presence;

    @Option(
            names = "--frequency-penalty",
            defaultValue = "0",
            description = "The same for every time that the answer has them, -2 to 2.")
    private double frequency;

    @Option(
            names = "--logit-bias",
            paramLabel = "ID=BIAS",
            description = "Is added to the logit of a token, -100 to 100; may be repeated.")
    private Map<Integer, Double> bias = new HashMap<>();

    @Option(names = "--seed", defaultValue = "1", description = "The same seed gives the same answer.")
    private long seed;

    @Option(names = "--max-tokens", defaultValue = "256", description = "Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(names = "--stop", paramLabel = "TEXT", description = "End the answer before this text; may be repeated.")
    private List<String> stops = new ArrayList<>();

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "Answer with JSON that satisfies the JSON schema in this file.")
    private @Nullable Path schema;

    @Option(names = "--ignore-eos", description = "Go on after an end token.")
    private boolean ignoreEos;

    Sampling sampling() {
        Sampling drawn = greedy ? Sampling.greedy() : new Sampling(temperature, topK, topP, seed).withMinP(minP);
        Sampling sampling = drawn.withPenalties(new Penalties(repetition, presence, frequency))
                .withBias(bias);
        return schema == null ? sampling : sampling.withSchema(JsonSchema.of(read(schema)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(file + " does not exist.", e);
        } catch (CharacterCodingException e) {
            throw new CommandException(file + " is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    Stopping stopping() {
        return new Stopping(maxTokens, stops, ignoreEos);
    }
}
