package cultivar.datanet;

import java.io.IOException;
import java.text.Normalizer;
import java.util.List;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The canonical bytes of a contribution: one JSON object as RFC 8785 writes it, in UTF-8, every text in Unicode NFC with
 * LF line ends. Its members are {@code messages} (each {@code role} and {@code content}), {@code licence}, and
 * {@code source} and {@code context} where there are any.
 *
 * <p>The contributor is not among them, because the Merkle leaf of a version binds it to the content hash; tags are not
 * either, because curators set and change them, and a contributor's signature must survive that.
 */
public final class CanonicalForm {
    private static final JsonMapper JSON = new JsonMapper();

    private CanonicalForm() {}

    /** The bytes whose keccak256 is the content hash. */
    public static byte[] of(Contribution contribution) {
        ObjectNode node = JSON.createObjectNode();
        node.set("messages", messages(contribution.messages()));
        node.put("licence", contribution.licence());
        if (!contribution.source().isEmpty()) {
            node.put("source", contribution.source());
        }
        if (!contribution.context().isEmpty()) {
            node.put("context", contribution.context());
        }
        return canonical(node.toString());
    }

    /** The bytes of the conversation alone: the same text under another licence or source has the same ones. */
    public static byte[] ofMessages(List<Message> messages) {
        return canonical(messages(messages).toString());
    }

    /**
     * A text in Unicode NFC with LF line ends.
     *
     * @throws DatanetException if it holds a NUL or half a surrogate pair, which no canonical form exists for
     */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
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
        return Normalizer.normalize(lines, Normalizer.Form.NFC);
    }

    private static ArrayNode messages(List<Message> messages) {
        ArrayNode array = JSON.createArrayNode();
        for (Message message : messages) {
            array.addObject().put("role", message.role().id()).put("content", message.content());
        }
        return array;
    }

    private static byte[] canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
    }
}
