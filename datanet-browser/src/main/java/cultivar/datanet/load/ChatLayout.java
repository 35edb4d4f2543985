package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The ways in which training files write a conversation. */
enum ChatLayout {
    /** OpenAI's: {@code messages}, a list of {@code role} and {@code content}. */
    MESSAGES {
        @Override
        boolean fits(JsonNode row) {
            return row.has("messages");
        }

        @Override
        List<Message> read(JsonNode row) {
            return turns(row, "messages", "role", "content");
        }
    },
    /** ShareGPT's: {@code conversations}, a list of {@code from} and {@code value}. */
    SHAREGPT {
        @Override
        boolean fits(JsonNode row) {
            return row.has("conversations");
        }

        @Override
        List<Message> read(JsonNode row) {
            List<Message> messages = turns(row, "conversations", "from", "value");
            String system = RowParser.text(row, "system");
            if (!system.isBlank()) {
                messages.addFirst(new Message(Role.SYSTEM, system));
            }
            return messages;
        }
    },
    /** {@code prompt} and {@code completion}, both texts or both lists of messages. */
    PROMPT_COMPLETION {
        @Override
        boolean fits(JsonNode row) {
            return row.has("prompt") && row.has("completion");
        }

        @Override
        List<Message> read(JsonNode row) {
            if (row.path("prompt").isArray()) {
                List<Message> messages = turns(row, "prompt", "role", "content");
                messages.addAll(turns(row, "completion", "role", "content"));
                return messages;
            }
            return pair(RowParser.text(row, "prompt"), RowParser.text(row, "completion"));
        }
    },
    /** Alpaca's: {@code instruction}, perhaps {@code input} and {@code system}, and {@code output}. */
    ALPACA {
        @Override
        boolean fits(JsonNode row) {
            return row.has("instruction") && row.has("output");
        }

        @Override
        List<Message> read(JsonNode row) {
            String input = RowParser.text(row, "input");
            String instruction = RowParser.text(row, "instruction");
            List<Message> messages =
                    pair(input.isBlank() ? instruction : instruction + "\n\n" + input, RowParser.text(row, "output"));
            String system = RowParser.text(row, "system");
            if (!system.isBlank()) {
                messages.addFirst(new Message(Role.SYSTEM, system));
            }
            return messages;
        }
    };

    abstract boolean fits(JsonNode row);

    abstract List<Message> read(JsonNode row);

    /** The conversation of a row in whichever layout it has. */
    static List<Message> messages(JsonNode row) {
        for (ChatLayout layout : values()) {
            if (layout.fits(row)) {
                return layout.read(row);
            }
        }
        throw new DatanetException("no conversation; a row needs \"messages\", \"conversations\","
                + " \"prompt\" and \"completion\", or \"instruction\" and \"output\"");
    }

    private static List<Message> pair(String question, String answer) {
        return new ArrayList<>(List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer)));
    }

    private static List<Message> turns(JsonNode row, String field, String who, String what) {
        JsonNode list = row.path(field);
        if (!list.isArray()) {
            throw new DatanetException("\"" + field + "\" is not a list of turns");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : list) {
            String place = "turn " + (messages.size() + 1);
            if (!turn.isObject()
                    || !turn.path(who).isString()
                    || !turn.path(what).isString()) {
                throw new DatanetException(place + " does not have \"" + who + "\" and \"" + what + "\" as texts");
            }
            messages.add(new Message(
                    role(turn.path(who).asString(), place), turn.path(what).asString()));
        }
        return messages;
    }

    private static Role role(String name, String place) {
        return switch (name) {
            case "system", "developer" -> Role.SYSTEM;
            case "user", "human" -> Role.USER;
            case "assistant", "gpt", "model" -> Role.ASSISTANT;
            default ->
                throw new DatanetException(
                        place + " is the \"" + name + "\"'s; only system, user and assistant turns can be learnt");
        };
    }
}
