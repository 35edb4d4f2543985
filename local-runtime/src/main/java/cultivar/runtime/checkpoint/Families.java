package cultivar.runtime.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The architectures that can be run, each as data. Facts and defaults are those of transformers 5. */
final class Families {
    private static final Map<String, Family> BY_TYPE = Stream.of(LlamaKin.all(), GemmaKin.all(), LayerNormKin.all())
            .flatMap(kin -> kin)
            .map(FamilyBuilder::build)
            .collect(Collectors.toUnmodifiableMap(Family::type, Function.identity()));

    /** Models of text and pictures whose text part is one of the families: their types, and that part's. */
    private static final Map<String, List<String>> WRAPPERS =
            Map.of("gemma3", List.of("gemma3_text"), "mistral3", List.of("mistral", "ministral3"));

    private Families() {}

    /** The family of a {@code model_type}, or null if it is not known. */
    static @Nullable Family ofType(String type) {
        return BY_TYPE.get(type);
    }

    /** The family of an architecture, or null if it is not known. */
    static @Nullable Family ofArchitecture(String name) {
        return BY_TYPE.values().stream()
                .filter(family -> family.architecture().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * The family of the text part of a model of text and pictures, or null if that is not known.
     *
     * @param type the whole model's {@code model_type}
     * @param textType the text part's; if it is empty, the usual one
     */
    static @Nullable Family ofTextPart(String type, String textType) {
        List<String> types = WRAPPERS.getOrDefault(type, List.of());
        if (textType.isEmpty() && !types.isEmpty()) {
            return ofType(types.getFirst());
        }
        return types.contains(textType) ? ofType(textType) : null;
    }
}
