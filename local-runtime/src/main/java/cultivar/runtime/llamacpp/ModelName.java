package cultivar.runtime.llamacpp;

import cultivar.runtime.text.TokenizerParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name that a GGUF file gives its model. llama.cpp takes it from there, and from nowhere else, whether special tokens
 * swallow the space after them: it believes that of every model whose name has {@code phi-3} in it.
 */
final class ModelName {
    /** The tokens that such a model must have, or it does not load. */
    private static final Set<String> NEEDED = Set.of("</s>", "<unk>", "<s>", "<|endoftext|>");

    /** Those among its special tokens that swallow nothing. */
    private static final Set<String> PLAIN = Set.of("<unk>", "<s>", "<|endoftext|>");

    private static final String MARK = "(?i)phi-?3";

    private final List<String> warnings = new ArrayList<>();
    private final String name;

    ModelName(String wanted, TokenizerParts parts) {
        boolean marked = wanted.toLowerCase(Locale.ROOT).matches(".*" + MARK + ".*");
        boolean swallows = swallowsLikePhi3(parts);
        if (swallows == marked) {
            this.name = wanted;
        } else {
            this.name = swallows ? wanted + " (Phi-3)" : wanted.replaceAll(MARK, "Phi 3");
        }
        if (!swallows && parts.added().stream().anyMatch(TokenizerParts.Added::spaceAfter)) {
            warnings.add("llama.cpp keeps the space after some special tokens that this model's tokenizer drops.");
        }
        if (parts.added().stream().anyMatch(TokenizerParts.Added::spaceBefore)) {
            warnings.add("llama.cpp keeps the space before some special tokens that this model's tokenizer drops.");
        }
    }

    private static boolean swallowsLikePhi3(TokenizerParts parts) {
        Set<String> swallowing = parts.added().stream()
                .filter(TokenizerParts.Added::spaceAfter)
                .map(TokenizerParts.Added::content)
                .collect(Collectors.toSet());
        Set<String> expected = new HashSet<>();
        parts.added().forEach(token -> expected.add(token.content()));
        expected.removeAll(PLAIN);
        return !swallowing.isEmpty()
                && swallowing.equals(expected)
                && parts.ids().keySet().containsAll(NEEDED);
    }

    String text() {
        return name;
    }

    /** What llama.cpp does otherwise for some texts, a sentence each. */
    List<String> warnings() {
        return warnings;
    }
}
