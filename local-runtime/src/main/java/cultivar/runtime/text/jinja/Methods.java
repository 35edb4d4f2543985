package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Bool;
import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.None;
import cultivar.runtime.text.jinja.Value.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of strings, lists and dictionaries that change nothing, bound to their value. */
final class Methods {
    private Methods() {}

    static @Nullable Function find(Value target, String name) {
        return switch (target) {
            case Str text -> ofText(text, name);
            case Dict dict -> ofDict(dict, name);
            case Seq list -> ofList(list, name);
            default -> null;
        };
    }

    private static @Nullable Function ofText(Str text, String name) {
        return switch (name) {
            case "strip" -> a -> text.strip(characters(a), true, true);
            case "lstrip" -> a -> text.strip(characters(a), true, false);
            case "rstrip" -> a -> text.strip(characters(a), false, true);
            case "split" -> a -> new Seq(text.split(a.text(0, "sep"), a.number(1, "maxsplit", -1)));
            case "rsplit" ->
                a -> {
                    Str separator = a.text(0, "sep");
                    long limit = a.number(1, "maxsplit", -1);
                    if (separator == null && limit >= 0) {
                        throw JinjaException.unplaced("rsplit with a limit needs a separator");
                    }
                    return new Seq(separator == null ? text.split(null, -1) : text.splitRight(separator, limit));
                };
            case "splitlines" -> a -> lines(text, a.flag(0, "keepends", false));
            case "partition" -> a -> partition(text, a.requireText(0, "sep").text(), false);
            case "rpartition" -> a -> partition(text, a.requireText(0, "sep").text(), true);
            case "startswith" ->
                a -> new Bool(any(a.require(0, "prefix"), part -> text.text().startsWith(part)));
            case "endswith" ->
                a -> new Bool(any(a.require(0, "suffix"), part -> text.text().endsWith(part)));
            case "removeprefix" ->
                a -> {
                    String prefix = a.requireText(0, "prefix").text();
                    return text.text().startsWith(prefix)
                            ? text.substring(prefix.length(), text.text().length())
                            : text;
                };
            case "removesuffix" ->
                a -> {
                    String suffix = a.requireText(0, "suffix").text();
                    return text.text().endsWith(suffix)
                            ? text.substring(0, text.text().length() - suffix.length())
                            : text;
                };
            case "replace" ->
                a -> text.replace(a.requireText(0, "old"), a.requireText(1, "new"), a.number(2, "count", -1));
            case "upper" -> a -> text.map(s -> s.toUpperCase(Locale.ROOT));
            case "lower" -> a -> text.map(s -> s.toLowerCase(Locale.ROOT));
            case "title" -> a -> text.map(Methods::title);
            case "capitalize" -> a -> text.map(Methods::capitalize);
            case "join" -> a -> join(text, Values.iterate(a.require(0, "iterable")));
            case "find" ->
                a -> new Int(text.text().indexOf(a.requireText(0, "sub").text()));
            case "rfind" ->
                a -> new Int(text.text().lastIndexOf(a.requireText(0, "sub").text()));
            case "index" ->
                a -> {
                    int at = text.text().indexOf(a.requireText(0, "sub").text());
                    if (at < 0) {
                        throw JinjaException.unplaced("substring not found");
                    }
                    return new Int(at);
                };
            case "count" ->
                a -> new Int(count(text.text(), a.requireText(0, "sub").text()));
            case "isdigit", "isnumeric", "isdecimal" -> a -> all(text, Character::isDigit);
            case "isalpha" -> a -> all(text, Character::isLetter);
            case "isalnum" -> a -> all(text, Character::isLetterOrDigit);
            case "isspace" -> a -> all(text, Str::isSpace);
            case "isupper" ->
                a -> new Bool(text.text().equals(text.text().toUpperCase(Locale.ROOT))
                        && text.text().chars().anyMatch(Character::isUpperCase));
            case "islower" ->
                a -> new Bool(text.text().equals(text.text().toLowerCase(Locale.ROOT))
                        && text.text().chars().anyMatch(Character::isLowerCase));
            default -> null;
        };
    }

    private static @Nullable String characters(Arguments arguments) {
        Str characters = arguments.text(0, "chars");
        return characters == null ? null : characters.text();
    }

    private static boolean any(Value choices, java.util.function.Predicate<String> holds) {
        return choices instanceof Seq list
                ? list.items().stream()
                        .anyMatch(choice -> holds.test(Values.expectText(choice).text()))
                : holds.test(Values.expectText(choices).text());
    }

    private static Bool all(Str text, IntPredicate holds) {
        return new Bool(!text.isEmpty() && text.text().codePoints().allMatch(holds));
    }

    private static long count(String text, String part) {
        if (part.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static Seq lines(Str text, boolean keepEnds) {
        List<Value> lines = new ArrayList<>();
        String all = text.text();
        int from = 0;
        for (int i = 0; i < all.length(); i++) {
            if (all.charAt(i) == '\n' || all.charAt(i) == '\r') {
                int end = i;
                if (all.charAt(i) == '\r' && i + 1 < all.length() && all.charAt(i + 1) == '\n') {
                    i++;
                }
                lines.add(text.substring(from, keepEnds ? i + 1 : end));
                from = i + 1;
            }
        }
        if (from < all.length()) {
            lines.add(text.substring(from, all.length()));
        }
        return new Seq(lines);
    }

    private static Seq partition(Str text, String separator, boolean last) {
        int at = last ? text.text().lastIndexOf(separator) : text.text().indexOf(separator);
        if (at < 0) {
            return new Seq(last ? List.of(Str.EMPTY, Str.EMPTY, text) : List.of(text, Str.EMPTY, Str.EMPTY), true);
        }
        int after = at + separator.length();
        return new Seq(
                List.of(
                        text.substring(0, at),
                        text.substring(at, after),
                        text.substring(after, text.text().length())),
                true);
    }

    static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return result.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    static Str join(Str separator, List<Value> parts) {
        Str.Builder result = new Str.Builder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                result.append(separator);
            }
            result.append(Values.expectText(parts.get(i)));
        }
        return result.build();
    }

    private static @Nullable Function ofDict(Dict dict, String name) {
        return switch (name) {
            case "items" -> a -> items(dict.entries());
            case "keys" -> a -> new Seq(new ArrayList<>(dict.entries().keySet()));
            case "values" -> a -> new Seq(new ArrayList<>(dict.entries().values()));
            case "get" ->
                a -> {
                    Value found = dict.entries().get(Values.key(a.require(0, "key")));
                    return found == null ? a.get(1, "default", None.NONE) : found;
                };
            case "copy" -> a -> dict;
            case "update", "pop", "popitem", "setdefault", "clear" ->
                throw JinjaException.unplaced("a template may not change a dictionary ('" + name + "')");
            default -> null;
        };
    }

    static Seq items(Map<Value, Value> entries) {
        List<Value> pairs = new ArrayList<>();
        entries.forEach((key, value) -> pairs.add(new Seq(List.of(key, value), true)));
        return new Seq(pairs);
    }

    private static @Nullable Function ofList(Seq list, String name) {
        return switch (name) {
            case "index" ->
                a -> {
                    Value wanted = a.require(0, "value");
                    for (int i = 0; i < list.items().size(); i++) {
                        if (Values.equal(list.items().get(i), wanted)) {
                            return new Int(i);
                        }
                    }
                    throw JinjaException.unplaced("the value is not in the list");
                };
            case "count" ->
                a -> {
                    Value wanted = a.require(0, "value");
                    return new Int(list.items().stream()
                            .filter(item -> Values.equal(item, wanted))
                            .count());
                };
            case "copy" -> a -> list;
            case "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse" ->
                throw JinjaException.unplaced("a template may not change a list ('" + name + "')");
            default -> null;
        };
    }
}
