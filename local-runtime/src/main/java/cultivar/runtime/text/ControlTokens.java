package cultivar.runtime.text;

import cultivar.runtime.text.TokenizerFile.AddedToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exchanges the names of control tokens for their aliases in a text that may have them, and back in a model's. */
final class ControlTokens {
    private final List<AddedToken> tokens;
    private final Map<Character, List<AddedToken>> byFirstChar = new HashMap<>();
    private final String aliasStart;
    private final Map<String, String> names = new HashMap<>();

    ControlTokens(List<AddedToken> added) {
        tokens = added.stream().filter(AddedToken::control).toList();
        for (AddedToken token : tokens) {
            byFirstChar
                    .computeIfAbsent(token.content().charAt(0), first -> new ArrayList<>())
                    .add(token);
            names.put(alias(token), token.content());
        }
        // Where one name begins with another, the longer one counts, as in the native tokenizer.
        byFirstChar
                .values()
                .forEach(list -> list.sort(Comparator.comparingInt(
                                (AddedToken token) -> token.content().length())
                        .reversed()));
        aliasStart = tokens.isEmpty() ? "" : alias(tokens.getFirst()).substring(0, 25);
    }

    private static String alias(AddedToken token) {
        String alias = token.alias();
        return alias == null ? token.content() : alias;
    }

    int[] ids() {
        return tokens.stream().mapToInt(AddedToken::id).toArray();
    }

    List<String> aliases() {
        return tokens.stream().map(ControlTokens::alias).toList();
    }

    String allAliases() {
        return String.join("", aliases());
    }

    /** Which chars of a text may be part of a control token. */
    interface Places {
        /** Whether all chars in {@code [from, to)} may. */
        boolean allow(int from, int to);
    }

    /** The text with an alias wherever a control token is written where one may be. */
    String withAliases(String text, Places places) {
        StringBuilder result = new StringBuilder(text.length() + 256);
        for (int i = 0; i < text.length(); ) {
            AddedToken token = tokenAt(text, i, places);
            if (token == null) {
                result.append(text.charAt(i++));
            } else {
                result.append(alias(token));
                i += token.content().length();
            }
        }
        return result.toString();
    }

    private @Nullable AddedToken tokenAt(String text, int at, Places places) {
        for (AddedToken token : byFirstChar.getOrDefault(text.charAt(at), List.of())) {
            if (text.startsWith(token.content(), at)
                    && places.allow(at, at + token.content().length())) {
                return token;
            }
        }
        return null;
    }

    /** Decoded text with the checkpoint's names where aliases stand. */
    String withNames(String decoded) {
        if (tokens.isEmpty() || !decoded.contains(aliasStart)) {
            return decoded;
        }
        String result = decoded;
        for (Map.Entry<String, String> name : names.entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }
}
