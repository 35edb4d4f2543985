package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row of a contribution file.
 *
 * @param contribution what it holds; null where that is no contribution
 * @param origin where its contributor took it from, as {@code file:line}; may be empty
 * @param stated the hash that it carries; null where it carries none
 * @param seal the hash that it has; null without a contribution
 * @param problem why it is not what it says that it is; empty where it is
 */
record FileRow(
        @Nullable Contribution contribution,
        String origin,
        @Nullable Bytes32 stated,
        @Nullable Bytes32 seal,
        String problem) {
    /** Reads a row; whatever is wrong with it is its problem. */
    static FileRow of(JsonNode row, EvmAddress contributor) {
        Bytes32 stated = null;
        try {
            stated = new Bytes32(text(row, Member.HASH));
            Contribution contribution = new Contribution(
                    messages(row.path(Member.MESSAGES)),
                    contributor,
                    text(row, Member.LICENCE),
                    text(row, Member.SOURCE),
                    text(row, Member.CONTEXT),
                    texts(row, Member.TAGS));
            String origin = text(row, Member.ORIGIN);
            Bytes32 seal = RowSeal.of(contribution, origin);
            boolean same = seal.equals(stated);
            return new FileRow(
                    contribution,
                    origin,
                    stated,
                    seal,
                    same ? "" : "its text, tags, licence, source, context or origin do not fit its hash");
        } catch (DatanetException e) {
            return new FileRow(null, "", stated, null, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new FileRow(null, "", null, null, "it carries no hash");
        }
    }

    static void write(Contribution row, String origin, ObjectNode node) {
        node.put(Member.HASH, RowSeal.of(row, origin).hex());
        ArrayNode messages = node.putArray(Member.MESSAGES);
        for (Message message : row.messages()) {
            messages.addObject().put("role", message.role().id()).put("content", message.content());
        }
        node.put(Member.LICENCE, row.licence());
        node.put(Member.SOURCE, row.source());
        node.put(Member.CONTEXT, row.context());
        ArrayNode tags = node.putArray(Member.TAGS);
        row.tags().forEach(tags::add);
        node.put(Member.ORIGIN, origin);
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new DatanetException("\"" + name + "\" is not a text");
        }
        return value.asString();
    }

    static List<String> texts(JsonNode node, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.path(name)) {
            if (!value.isString()) {
                throw new DatanetException("\"" + name + "\" is not a list of texts");
            }
            texts.add(value.asString());
        }
        return texts;
    }

    private static List<Message> messages(JsonNode list) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : list) {
            String role = text(turn, "role");
            messages.add(new Message(
                    Role.ofId(role).orElseThrow(() -> new DatanetException("no turn is a \"" + role + "\"'s")),
                    text(turn, "content")));
        }
        return messages;
    }
}
