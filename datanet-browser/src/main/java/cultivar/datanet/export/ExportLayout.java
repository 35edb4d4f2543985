package cultivar.datanet.export;

import cultivar.datanet.DatanetException;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The layouts in which an export writes conversations; an import reads each of them back to the same rows. */
public enum ExportLayout {
    /** OpenAI's: {@code messages}, a list of {@code role} and {@code content}. */
    MESSAGES {
        @Override
        boolean holds(List<Message> messages) {
            return true;
        }

        @Override
        void write(ObjectNode row, List<Message> messages) {
            turns(row.putArray("messages"), messages);
        }

        @Override
        List<Column> columns() {
            return List.of(new Column.Turns("messages", "role", "content"));
        }
    },
    /** ShareGPT's: {@code conversations}, a list of {@code from} and {@code value}. */
    SHAREGPT {
        @Override
        boolean holds(List<Message> messages) {
            return true;
        }

        @Override
        void write(ObjectNode row, List<Message> messages) {
            ArrayNode turns = row.putArray("conversations");
            for (Message message : messages) {
                String from = switch (message.role()) {
                    case SYSTEM -> "system";
                    case USER -> "human";
                    case ASSISTANT -> "gpt";
                };
                turns.addObject().put("from", from).put("value", message.content());
            }
        }

        @Override
        List<Column> columns() {
            return List.of(new Column.Turns("conversations", "from", "value"));
        }
    },
    /** Alpaca's: {@code instruction}, an empty {@code input}, {@code output}, and {@code system}; one question a row. */
    ALPACA {
        @Override
        boolean holds(List<Message> messages) {
            int first = messages.getFirst().role() == Role.SYSTEM ? 1 : 0;
            return messages.size() == first + 2
                    && messages.get(first).role() == Role.USER
                    && (first == 0 || !messages.getFirst().content().isBlank());
        }

        @Override
        void write(ObjectNode row, List<Message> messages) {
            int last = messages.size() - 1;
            row.put("instruction", messages.get(last - 1).content());
            row.put("input", "");
            row.put("output", messages.get(last).content());
            row.put("system", last == 2 ? messages.getFirst().content() : "");
        }

        @Override
        List<Column> columns() {
            return List.of(
                    new Column.Text("instruction"),
                    new Column.Text("input"),
                    new Column.Text("output"),
                    new Column.Text("system"));
        }
    },
    /** {@code prompt}, all turns but the last, and {@code completion}, the last one; both are lists of turns. */
    PROMPT_COMPLETION {
        @Override
        boolean holds(List<Message> messages) {
            return true;
        }

        @Override
        void write(ObjectNode row, List<Message> messages) {
            int last = messages.size() - 1;
            turns(row.putArray("prompt"), messages.subList(0, last));
            turns(row.putArray("completion"), messages.subList(last, last + 1));
        }

        @Override
        List<Column> columns() {
            return List.of(
                    new Column.Turns("prompt", "role", "content"), new Column.Turns("completion", "role", "content"));
        }
    };

    /** Whether this layout can say what the turns say. */
    abstract boolean holds(List<Message> messages);

    abstract void write(ObjectNode row, List<Message> messages);

    /** The columns that {@link #write} fills. */
    abstract List<Column> columns();

    /** The name that the command line uses, such as {@code prompt-completion}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #id()}. */
    public static ExportLayout ofId(String id) {
        for (ExportLayout layout : values()) {
            if (layout.id().equals(id)) {
                return layout;
            }
        }
        throw new DatanetException(
                "\"" + id + "\" is no layout; choose messages, sharegpt, alpaca or prompt-completion");
    }

    private static void turns(ArrayNode array, List<Message> messages) {
        for (Message message : messages) {
            array.addObject().put("role", message.role().id()).put("content", message.content());
        }
    }
}
