package cultivar.runtime.seedling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as the corpus has it: maps, lists, texts, truth values and figures. */
final class Json {
    /** A number that keeps the digits that it was written with. */
    record Figure(String digits) {}

    private Json() {}

    /** Keys and values in turn. */
    static Map<String, Object> object(Object... pairs) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], pairs[i + 1]);
        }
        return out;
    }

    /** Without any spaces. */
    static String of(Object value) {
        return of(value, "");
    }

    /** With {@code gap} after each colon and comma. */
    static String of(Object value, String gap) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\":" + gap + of(e.getValue(), gap))
                        .collect(Collectors.joining("," + gap, "{", "}"));
            case List<?> list -> list.stream().map(v -> of(v, gap)).collect(Collectors.joining("," + gap, "[", "]"));
            case Figure figure -> figure.digits();
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            default -> value.toString();
        };
    }
}
