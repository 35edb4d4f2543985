package cultivar.datanet;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/**
 * The canonical bytes of a contribution: one JSON object as RFC 8785 writes it, in UTF-8, every text in Unicode NFC with
 * LF line ends. Its members are {@code messages} (each {@code role} and {@code content}), {@code licence}, and
 * {@code source} and {@code context} where there are any.
 *
 * <p>The contributor is not among them, because the Merkle leaf of a version binds it to the content hash; tags are not
 * either, because curators set and change them, and a contributor's signature must survive that.
 */
public final class CanonicalForm {
    /** What has only characters below this one is in NFC: none of them combines with another or has another form. */
    private static final char FIRST_COMBINING = '\u0300';

    private CanonicalForm() {}

    /** The bytes whose keccak256 is the content hash. */
    public static byte[] of(Contribution contribution) {
        String messages = messages(contribution.messages());
        return (before(contribution) + messages + after(contribution)).getBytes(StandardCharsets.UTF_8);
    }

    /** keccak256 of the canonical bytes, with the conversation in those that {@link #messages} writes. */
    public static byte[] hash(Contribution contribution, byte[] messages) {
        byte[] before = before(contribution).getBytes(StandardCharsets.UTF_8);
        byte[] after = after(contribution).getBytes(StandardCharsets.UTF_8);
        return new Keccak()
                .update(before, 0, before.length)
                .update(messages, 0, messages.length)
                .update(after, 0, after.length)
                .finish();
    }

    private static String before(Contribution contribution) {
        StringBuilder json = new StringBuilder(100).append('{');
        if (!contribution.context().isEmpty()) {
            quote(json.append("\"context\":"), contribution.context()).append(',');
        }
        quote(json.append("\"licence\":"), contribution.licence());
        return json.append(",\"messages\":").toString();
    }

    private static String after(Contribution contribution) {
        String source = contribution.source();
        return source.isEmpty()
                ? "}"
                : quote(new StringBuilder(100).append(",\"source\":"), source)
                        .append('}')
                        .toString();
    }

    /** The conversation alone: the same text under another licence or source has the same one. */
    public static String messages(List<Message> messages) {
        int length = 2;
        for (Message message : messages) {
            length += message.content().length() + 50;
        }
        StringBuilder json = new StringBuilder(length).append('[');
        for (Message message : messages) {
            quote(json.append(json.length() > 1 ? ",{\"content\":" : "{\"content\":"), message.content());
            json.append(",\"role\":\"").append(message.role().id()).append("\"}");
        }
        return json.append(']').toString();
    }

    /**
     * A text in Unicode NFC with LF line ends.
     *
     * @throws DatanetException if it holds a NUL or half a surrogate pair, which no canonical form exists for
     */
    public static String text(String text) {
        char highest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            highest = c > highest ? c : highest;
            if (c == 0) {
                throw new DatanetException("the text holds a NUL character");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new DatanetException("the text holds half of a surrogate pair, which is no character");
            }
        }
        String lines =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return highest < FIRST_COMBINING ? lines : Normalizer.normalize(lines, Normalizer.Form.NFC);
    }

    /** A text as a JSON string by section 3.2.2.2 of RFC 8785: only what JSON demands is escaped, and always alike. */
    private static StringBuilder quote(StringBuilder json, String text) {
        json.append('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(text, done, i).append(escape(c));
                done = i + 1;
            }
        }
        return json.append(text, done, text.length()).append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> "\\u%04x".formatted((int) c);
        };
    }
}
