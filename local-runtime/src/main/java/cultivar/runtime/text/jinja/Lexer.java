package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into literal text and tokens, with white space handled as Jinja does when {@code trim_blocks} and
 * {@code lstrip_blocks} are on, which is how chat templates are meant to be read.
 */
final class Lexer {
    private static final Pattern TAG = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW_BEGIN = Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d_]*(?:(\\.\\d[\\d_]*)?([eE][+-]?\\d+)?)");
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Lexeme> lexemes = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStarting = true;

    private Lexer(String source) {
        String unified = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified;
    }

    static List<Lexeme> read(String source) {
        return new Lexer(source).read();
    }

    private List<Lexeme> read() {
        Matcher tag = TAG.matcher(source);
        while (tag.find(at)) {
            int start = tag.start();
            char kind = source.charAt(start + 1);
            char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
            text(source.substring(at, start), sign, kind != '{');
            at = start;
            switch (kind) {
                case '#' -> comment();
                case '%' -> {
                    Matcher raw = RAW_BEGIN.matcher(source).region(start, source.length());
                    if (raw.lookingAt()) {
                        moveTo(raw.end());
                        raw();
                    } else {
                        tag(Kind.BLOCK_BEGIN, sign);
                    }
                }
                default -> tag(Kind.PRINT_BEGIN, sign);
            }
        }
        add(Kind.TEXT, source.substring(at));
        moveTo(source.length());
        add(Kind.END, "");
        return lexemes;
    }

    /** Literal text before a tag that begins with the given sign; {@code block}: the tag is no print tag. */
    private void text(String text, char sign, boolean block) {
        String kept = text;
        if (sign == '-') {
            kept = text.stripTrailing();
        } else if (sign != '+' && block) {
            int lineStart = text.lastIndexOf('\n') + 1;
            if ((lineStart > 0 || lineStarting) && text.substring(lineStart).isBlank()) {
                kept = text.substring(0, lineStart);
            }
        }
        add(Kind.TEXT, kept);
        moveTo(at + text.length());
    }

    private void add(Kind kind, String text) {
        if (kind != Kind.TEXT || !text.isEmpty()) {
            lexemes.add(new Lexeme(kind, text, line));
        }
    }

    private void moveTo(int position) {
        for (; at < position; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw new JinjaException(line, "a comment '{#' is never closed");
        }
        afterTag(end, source.charAt(end - 1), true);
    }

    private void raw() {
        Matcher end = RAW_END.matcher(source);
        if (!end.find(at)) {
            throw new JinjaException(line, "a raw block is never closed");
        }
        String sign = end.group(1);
        text(source.substring(at, end.start()), sign.isEmpty() ? ' ' : sign.charAt(0), true);
        moveTo(end.end());
        lineStarting = source.charAt(at - 1) == '\n';
    }

    /** Steps over the two chars that end a tag and over the white space that this swallows. */
    private void afterTag(int end, char sign, boolean block) {
        int next = end + 2;
        if (sign == '-') {
            while (next < source.length() && Character.isWhitespace(source.charAt(next))) {
                next++;
            }
        } else if (sign != '+' && block && next < source.length() && source.charAt(next) == '\n') {
            next++;
        }
        moveTo(next);
        lineStarting = source.charAt(at - 1) == '\n';
    }

    private void tag(Kind begin, char sign) {
        boolean block = begin == Kind.BLOCK_BEGIN;
        int openedOn = line;
        add(begin, block ? "{%" : "{{");
        at += sign == '-' || sign == '+' ? 3 : 2;
        String close = block ? "%}" : "}}";
        int depth = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                moveTo(at + 1);
            } else if (depth == 0 && source.startsWith(close, at)) {
                end(block, at, ' ');
                return;
            } else if (depth == 0 && (c == '-' || (c == '+' && block)) && source.startsWith(close, at + 1)) {
                end(block, at + 1, c);
                return;
            } else if (Character.isDigit(c)) {
                number();
            } else if (c == '_' || Character.isLetter(c)) {
                name();
            } else if (c == '\'' || c == '"') {
                string(c);
            } else {
                depth = operator(depth);
            }
        }
        throw new JinjaException(openedOn, "a tag '" + (block ? "{%" : "{{") + "' is never closed");
    }

    private void end(boolean block, int position, char sign) {
        add(block ? Kind.BLOCK_END : Kind.PRINT_END, block ? "%}" : "}}");
        afterTag(position, sign, block);
    }

    private int operator(int depth) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                add(Kind.OPERATOR, operator);
                at += operator.length();
                return switch (operator) {
                    case "(", "[", "{" -> depth + 1;
                    case ")", "]", "}" -> {
                        if (depth == 0) {
                            throw new JinjaException(line, "unexpected '" + operator + "'");
                        }
                        yield depth - 1;
                    }
                    default -> depth;
                };
            }
        }
        throw new JinjaException(line, "unexpected character '" + Character.toString(source.codePointAt(at)) + "'");
    }

    private void number() {
        Matcher number = NUMBER.matcher(source).region(at, source.length());
        if (!number.lookingAt()) {
            throw new JinjaException(line, "unexpected character '" + source.charAt(at) + "'");
        }
        boolean whole = number.group(1) == null && number.group(2) == null;
        add(whole ? Kind.INTEGER : Kind.FLOAT, number.group().replace("_", ""));
        at = number.end();
    }

    private void name() {
        int end = at;
        while (end < source.length() && (source.charAt(end) == '_' || Character.isLetterOrDigit(source.charAt(end)))) {
            end++;
        }
        add(Kind.NAME, source.substring(at, end));
        at = end;
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new JinjaException(line, "a string is never closed");
        }
        add(Kind.STRING, unescape(source.substring(at + 1, end)));
        moveTo(end + 1);
    }

    /** Python's escapes; an unknown one keeps its backslash. */
    private String unescape(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'v' -> text.append('\u000b');
                case '0' -> text.append('\0');
                case '\\', '\'', '"' -> text.append(escaped);
                case '\n' -> {} // an escaped end of line is no character
                case 'x' -> i += codePoint(raw, i + 1, 2, text);
                case 'u' -> i += codePoint(raw, i + 1, 4, text);
                case 'U' -> i += codePoint(raw, i + 1, 8, text);
                default -> text.append('\\').append(escaped);
            }
        }
        return text.toString();
    }

    private int codePoint(String raw, int from, int digits, StringBuilder text) {
        try {
            text.appendCodePoint(Integer.parseInt(raw.substring(from, from + digits), 16));
            return digits;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JinjaException(line, "a string holds a broken escape");
        }
    }
}
