package cultivar.runtime.job;

import cultivar.runtime.text.ChatMessage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows as OpenAI's fine-tuning files have them: a JSON object with {@code messages} on each line. */
public final class ChatRows {
    private ChatRows() {}

    /** Writes rows, one after the other. */
    public static final class Writer implements AutoCloseable {
        private final Path file;
        private final BufferedWriter out;

        /** Begins a file; what was in it is lost. */
        public Writer(Path file) {
            this.file = file;
            try {
                this.out = Files.newBufferedWriter(file);
            } catch (IOException e) {
                throw Json.cannotWrite(file, e);
            }
        }

        public void add(List<ChatMessage> messages) {
            ObjectNode row = Json.MAPPER.createObjectNode();
            ArrayNode list = row.putArray("messages");
            for (ChatMessage message : messages) {
                list.addObject().put("role", message.role()).put("content", message.content());
            }
            try {
                out.write(Json.MAPPER.writeValueAsString(row));
                out.write('\n');
            } catch (IOException e) {
                throw Json.cannotWrite(file, e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw Json.cannotWrite(file, e);
            }
        }
    }

    /** Reads all rows; a {@link JobException} names the line that is wrong. */
    static List<List<ChatMessage>> read(Path file) {
        List<List<ChatMessage>> rows = new ArrayList<>();
        try (var reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    rows.add(row(file, number, line));
                }
            }
        } catch (IOException e) {
            throw new JobException(
                    JobException.Kind.INVALID,
                    "The rows in " + file + " cannot be read; check that the file exists and is UTF-8 text.",
                    e);
        }
        return rows;
    }

    private static List<ChatMessage> row(Path file, int number, String line) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : Json.parse(line).path("messages")) {
            if (!message.path("role").isString() || !message.path("content").isString()) {
                throw broken(file, number, "a message lacks role or content");
            }
            messages.add(new ChatMessage(
                    message.path("role").stringValue(), message.path("content").stringValue()));
        }
        if (messages.size() < 2 || !messages.getLast().role().equals("assistant")) {
            throw broken(file, number, "no conversation that ends with the assistant's answer");
        }
        return messages;
    }

    private static JobException broken(Path file, int number, String what) {
        return new JobException(
                JobException.Kind.INVALID, file + ":" + number + ": " + what + "; mend or delete the line");
    }
}
