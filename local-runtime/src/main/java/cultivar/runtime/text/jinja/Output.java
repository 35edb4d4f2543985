package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Bool;
import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Namespace;
import cultivar.runtime.text.jinja.Value.None;
import cultivar.runtime.text.jinja.Value.Num;
import cultivar.runtime.text.jinja.Value.Seq;
import cultivar.runtime.text.jinja.Value.Undefined;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Values as text: as Python prints them, and as JSON. Foreign characters stay foreign. */
final class Output {
    private static final int DEEPEST = 100;

    private Output() {}

    /** Python's {@code str(value)}. */
    static Str text(Value value) {
        return switch (value) {
            case Str text -> text;
            case Undefined undefined -> Str.EMPTY;
            default -> {
                Str.Builder out = new Str.Builder();
                repr(value, out, 0);
                yield out.build();
            }
        };
    }

    private static void repr(Value value, Str.Builder out, int depth) {
        deeper(depth);
        switch (value) {
            case None none -> out.append("None");
            case Bool bool -> out.append(bool.value() ? "True" : "False");
            case Int number -> out.append(Long.toString(number.value()));
            case Num number -> out.append(number(number.value()));
            case Str text ->
                quote(text, out, text.text().contains("'") && !text.text().contains("\"") ? '"' : '\'', false);
            case Seq list -> {
                out.append(list.isTuple() ? "(" : "[");
                String separator = "";
                for (Value item : list.items()) {
                    out.append(separator);
                    repr(item, out, depth + 1);
                    separator = ", ";
                }
                out.append(!list.isTuple() ? "]" : list.items().size() == 1 ? ",)" : ")");
            }
            case Dict dict -> {
                String separator = "{";
                for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
                    out.append(separator);
                    repr(entry.getKey(), out, depth + 1);
                    out.append(": ");
                    repr(entry.getValue(), out, depth + 1);
                    separator = ", ";
                }
                out.append(dict.entries().isEmpty() ? "{}" : "}");
            }
            case Undefined undefined -> out.append("Undefined");
            case Namespace space -> out.append("<Namespace>");
            case Function function -> out.append("<function>");
            case Loop loop -> out.append("<LoopContext>");
        }
    }

    private static void deeper(int depth) {
        if (depth > DEEPEST) {
            throw JinjaException.unplaced("a value is nested more than " + DEEPEST + " deep");
        }
    }

    /** A float as Python writes it: the shortest digits that lead back to it. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            String[] parts = Double.toString(value).split("E", -1);
            int exponent = Integer.parseInt(parts[1]);
            String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
            return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /** JSON with Python's separators; indented if {@code indent} is not negative. */
    static Str json(Value value, int indent, boolean sortKeys, boolean asciiOnly) {
        Str.Builder out = new Str.Builder();
        new Json(out, Math.min(indent, 16), sortKeys, asciiOnly).write(value, 0);
        return out.build();
    }

    private record Json(Str.Builder out, int indent, boolean sortKeys, boolean asciiOnly) {
        private void write(Value value, int depth) {
            deeper(depth);
            switch (value) {
                case None none -> out.append("null");
                case Bool bool -> out.append(bool.value() ? "true" : "false");
                case Int number -> out.append(Long.toString(number.value()));
                case Num number -> out.append(number(number.value()));
                case Str text -> quote(text, out, '"', asciiOnly);
                case Seq list -> {
                    out.append("[");
                    boolean first = true;
                    for (Value item : list.items()) {
                        next(first, depth + 1);
                        write(item, depth + 1);
                        first = false;
                    }
                    end(first, depth, "]");
                }
                case Dict dict -> {
                    out.append("{");
                    boolean first = true;
                    for (Map.Entry<Value, Value> entry : entries(dict)) {
                        next(first, depth + 1);
                        quote(text(entry.getKey()), out, '"', asciiOnly);
                        out.append(": ");
                        write(entry.getValue(), depth + 1);
                        first = false;
                    }
                    end(first, depth, "}");
                }
                case Undefined undefined -> throw Values.wrong(value, "");
                case Namespace space -> throw Values.wrong(value, "a value that JSON knows");
                case Function function -> throw Values.wrong(value, "a value that JSON knows");
                case Loop loop -> throw Values.wrong(value, "a value that JSON knows");
            }
        }

        private List<Map.Entry<Value, Value>> entries(Dict dict) {
            List<Map.Entry<Value, Value>> entries =
                    new ArrayList<>(dict.entries().entrySet());
            if (sortKeys) {
                entries.sort(Comparator.comparing(entry -> text(entry.getKey()).text()));
            }
            return entries;
        }

        private void next(boolean first, int depth) {
            if (!first) {
                out.append(indent < 0 ? ", " : ",");
            }
            newLine(depth);
        }

        private void end(boolean empty, int depth, String bracket) {
            if (!empty) {
                newLine(depth);
            }
            out.append(bracket);
        }

        private void newLine(int depth) {
            if (indent >= 0) {
                out.append("\n" + " ".repeat(indent * depth));
            }
        }
    }

    private static void quote(Str text, Str.Builder out, char quote, boolean asciiOnly) {
        boolean json = quote == '"';
        String mark = Character.toString(quote);
        out.append(mark);
        String all = text.text();
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            boolean foreign = text.isForeign(i, i + 1);
            String written = switch (c) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                case '\\' -> "\\\\";
                case '\b' -> json ? "\\b" : "\\x08";
                case '\f' -> json ? "\\f" : "\\x0c";
                default -> {
                    if (c == quote) {
                        yield "\\" + c;
                    }
                    if (c < 0x20 || (asciiOnly && c > 0x7e)) {
                        yield String.format(json ? "\\u%04x" : "\\x%02x", (int) c);
                    }
                    yield Character.toString(c);
                }
            };
            out.append(written, foreign);
        }
        out.append(mark);
    }
}
