package cultivar.runtime.llamacpp;

import cultivar.runtime.checkpoint.Activation;
import cultivar.runtime.checkpoint.NormSpec.Style;
import cultivar.runtime.checkpoint.QueryKeyNorm.Kind;
import cultivar.runtime.checkpoint.RopeSpec;
import cultivar.runtime.llamacpp.Architecture.Biases;
import cultivar.runtime.llamacpp.Architecture.Norms;
import cultivar.runtime.llamacpp.Architecture.Scales;
import cultivar.runtime.llamacpp.Architecture.Windows;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The architectures of llama.cpp that a checkpoint can be written for, a row of facts each. */
final class Architectures {
    private static final Set<Class<? extends RopeSpec>> USUAL =
            Set.of(RopeSpec.Dynamic.class, RopeSpec.Linear.class, RopeSpec.Yarn.class);

    private static final Set<Class<? extends RopeSpec>> WITH_LLAMA3 =
            Set.of(RopeSpec.Dynamic.class, RopeSpec.Linear.class, RopeSpec.Yarn.class, RopeSpec.Llama3.class);

    private static final List<Architecture> ALL = List.of(
            llama("llama", List.of("llama", "mistral", "ministral"), Scales.NONE),
            llama("granite", List.of("granite"), Scales.GIVEN),
            llama("smollm3", List.of("smollm3"), Scales.NONE),
            qwen("qwen2", Kind.NONE, false),
            qwen("qwen3", Kind.HEAD, true),
            gemma("gemma", List.of("gemma"), Norms.BEFORE, Kind.NONE, Windows.IGNORED),
            gemma("gemma2", List.of("gemma2"), Norms.AROUND, Kind.NONE, Windows.BY_PERIOD),
            gemma("gemma3", List.of("gemma3_text", "gemma3"), Norms.AROUND, Kind.HEAD, Windows.BY_PERIOD),
            new Architecture(
                    "phi3",
                    List.of("phi3"),
                    false,
                    Style.RMS,
                    Norms.BEFORE,
                    Kind.NONE,
                    true,
                    Activation.SILU,
                    Biases.NONE,
                    Windows.IGNORED,
                    false,
                    Scales.NONE,
                    Set.of(RopeSpec.LongRope.class)),
            new Architecture(
                    "olmo2",
                    List.of("olmo2", "olmo3"),
                    false,
                    Style.RMS,
                    Norms.AFTER,
                    Kind.WIDTH,
                    false,
                    Activation.SILU,
                    Biases.NONE,
                    Windows.BY_PERIOD,
                    false,
                    Scales.NONE,
                    USUAL));

    private Architectures() {}

    private static Architecture llama(String name, List<String> types, Scales scales) {
        return new Architecture(
                name,
                types,
                true,
                Style.RMS,
                Norms.BEFORE,
                Kind.NONE,
                false,
                Activation.SILU,
                name.equals("smollm3") ? Biases.NONE : Biases.ANY,
                Windows.IGNORED,
                true,
                scales,
                name.equals("smollm3") ? USUAL : WITH_LLAMA3);
    }

    private static Architecture qwen(String name, Kind queryKeyNorm, boolean anyHeadSize) {
        return new Architecture(
                name,
                List.of(name),
                false,
                Style.RMS,
                Norms.BEFORE,
                queryKeyNorm,
                false,
                Activation.SILU,
                Biases.ATTENTION_INPUTS,
                Windows.IGNORED,
                anyHeadSize,
                Scales.NONE,
                USUAL);
    }

    private static Architecture gemma(
            String name, List<String> types, Norms norms, Kind queryKeyNorm, Windows windows) {
        return new Architecture(
                name,
                types,
                false,
                Style.RMS_PLUS_ONE,
                norms,
                queryKeyNorm,
                false,
                Activation.GELU_TANH,
                Biases.NONE,
                windows,
                true,
                Scales.GEMMA,
                Set.of(RopeSpec.Linear.class));
    }

    /**
     * The architecture for checkpoints of a {@code model_type}.
     *
     * @throws LlamaCppException if there is none
     */
    static Architecture of(String modelType) {
        return ALL.stream()
                .filter(architecture -> architecture.types().contains(modelType))
                .findFirst()
                .orElseThrow(() -> new LlamaCppException("Models of the type " + modelType
                        + " cannot be written for llama.cpp; those of these types can: "
                        + ALL.stream()
                                .flatMap(architecture -> architecture.types().stream())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ". Export a merged checkpoint instead."));
    }
}
