package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a conversation of the columns of a row, in the layouts that training files have. */
final class Conversation {
    /** What begins a turn in a plain text: a mark at the start of a line. */
    private static final Pattern MARK = Pattern.compile(
            "(?im)^[ \\t]*(?:#{1,4}[ \\t]*|\\*\\*)?(q|question|user|human|instruction|a|answer|assistant|response)"
                    + "(?:\\*\\*)?[ \\t]*:(?:\\*\\*)?[ \\t]*");

    private Conversation() {}

    /**
     * The turns of a row: OpenAI's {@code role} and {@code content} or ShareGPT's {@code from} and {@code value} in a
     * list, or a prompt (with its input below it) and a completion, or a text with marks.
     *
     * @throws DatanetException if there are none; the message is the reason
     */
    static List<Message> of(ObjectNode row, Mapping mapping) {
        List<Message> messages = turns(row, mapping);
        String system = text(row, mapping, Target.SYSTEM);
        if (!system.isBlank() && messages.stream().noneMatch(message -> message.role() == Role.SYSTEM)) {
            messages.addFirst(new Message(Role.SYSTEM, system));
        }
        return messages;
    }

    private static List<Message> turns(ObjectNode row, Mapping mapping) {
        if (!mapping.complete()) {
            throw new DatanetException("no conversation in the columns " + Json.cut(mapping.names())
                    + "; a row needs \"messages\", \"conversations\", \"prompt\" and \"completion\","
                    + " \"instruction\" and \"output\", or \"question\" and \"answer\", or be told which"
                    + " column is which");
        }
        String whole = mapping.column(Target.MESSAGES).orElse("");
        if (!whole.isEmpty()) {
            return list(whole, row.path(whole));
        }
        if (mapping.column(Target.TEXT).isPresent()) {
            return marked(text(row, mapping, Target.TEXT));
        }
        String asked = mapping.column(Target.PROMPT).orElseThrow();
        String answered = mapping.column(Target.COMPLETION).orElseThrow();
        if (row.path(asked).isArray()) {
            List<Message> messages = list(asked, row.path(asked));
            messages.addAll(list(answered, row.path(answered)));
            return messages;
        }
        String input = text(row, mapping, Target.INPUT);
        String prompt = RowParser.text(row, asked);
        return new ArrayList<>(List.of(
                new Message(Role.USER, input.isBlank() ? prompt : prompt + "\n\n" + input),
                new Message(Role.ASSISTANT, RowParser.text(row, answered))));
    }

    private static String text(ObjectNode row, Mapping mapping, Target target) {
        return mapping.column(target).map(column -> RowParser.text(row, column)).orElse("");
    }

    /** The turns of a list; a cell of a table holds it as JSON. */
    private static List<Message> list(String column, JsonNode value) {
        JsonNode list =
                value.isString() && value.asString().strip().startsWith("[") ? Json.read(value.asString()) : value;
        if (!list.isArray()) {
            throw new DatanetException("\"" + column + "\" is not a list of turns");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : list) {
            boolean shareGpt = turn.has("from");
            JsonNode who = turn.path(shareGpt ? "from" : "role");
            JsonNode what = turn.path(shareGpt ? "value" : "content");
            if (!who.isString() || !what.isString()) {
                throw new DatanetException(place(messages.size()) + " does not have "
                        + (shareGpt ? "\"from\" and \"value\"" : "\"role\" and \"content\"") + " as texts");
            }
            messages.add(new Message(role(who.asString(), messages.size()), what.asString()));
        }
        return messages;
    }

    private static String place(int before) {
        return "turn " + (before + 1);
    }

    private static Role role(String name, int before) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "user", "human" -> Role.USER;
            case "assistant", "gpt", "model" -> Role.ASSISTANT;
            default ->
                throw new DatanetException(place(before) + " is the \"" + name
                        + "\"'s; only system, user and assistant turns can be learnt");
        };
    }

    /**
     * The turns of a text that marks them, such as {@code Q:} and {@code A:};
     * what stands before the first mark is the system's.
     */
    static List<Message> marked(String text) {
        List<Message> messages = new ArrayList<>();
        Matcher mark = MARK.matcher(text);
        Role role = Role.SYSTEM;
        int from = 0;
        while (mark.find()) {
            add(messages, role, text.substring(from, mark.start()));
            role = switch (mark.group(1).toLowerCase(Locale.ROOT)) {
                case "a", "answer", "assistant", "response" -> Role.ASSISTANT;
                default -> Role.USER;
            };
            from = mark.end();
        }
        add(messages, role, text.substring(from));
        if (role == Role.SYSTEM) {
            throw new DatanetException("the text marks no question and answer (\"Q:\" and \"A:\", or \"User:\" and"
                    + " \"Assistant:\", each at the start of a line)");
        }
        return messages;
    }

    private static void add(List<Message> messages, Role role, String text) {
        if (role != Role.SYSTEM || !text.isBlank()) {
            messages.add(new Message(role, text.strip()));
        }
    }
}
