package cultivar.app.cli;

import cultivar.runtime.text.ChatMessage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON Lines given on the command line; a line that cannot be read ends the command with its place and reason. */
final class RowFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RowFile() {}

    /** One line's object and where it stands. */
    record Line(Path file, int number, JsonNode json) {
        String place() {
            return file + ", line " + number;
        }

        /** The chat on this line: {@code messages}, or {@code prompt} and {@code completion}. */
        List<ChatMessage> chat() {
            List<ChatMessage> messages = new ArrayList<>();
            if (json.path("prompt").isString() && json.path("completion").isString()) {
                messages.add(new ChatMessage("user", json.path("prompt").stringValue()));
                messages.add(
                        new ChatMessage("assistant", json.path("completion").stringValue()));
                return messages;
            }
            for (JsonNode message : json.path("messages")) {
                if (!message.path("role").isString() || !message.path("content").isString()) {
                    throw new CommandException(place() + " has a message without role or content.");
                }
                messages.add(new ChatMessage(
                        message.path("role").stringValue(),
                        message.path("content").stringValue()));
            }
            if (messages.size() < 2 || !messages.getLast().role().equals("assistant")) {
                throw new CommandException(place()
                        + " holds neither text, nor prompt and completion, nor messages that end with an answer.");
            }
            return messages;
        }
    }

    static List<Line> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(file + " does not exist.", e);
        } catch (CharacterCodingException e) {
            throw new CommandException(file + " is not UTF-8 text. Save it as UTF-8.", e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + ").", e);
        }
        List<Line> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                JsonNode json = JSON.readTree(lines.get(i));
                if (!json.isObject()) {
                    throw new CommandException(file + ", line " + (i + 1) + " is not a JSON object.");
                }
                rows.add(new Line(file, i + 1, json));
            } catch (JacksonException e) {
                throw new CommandException(file + ", line " + (i + 1) + " is not valid JSON. Mend or remove it.", e);
            }
        }
        if (rows.isEmpty()) {
            throw new CommandException(file + " holds no rows.");
        }
        return rows;
    }
}
