package cultivar.app.chat.store;

import cultivar.app.chat.ask.Outcome;
import cultivar.datanet.EvmAddress;
import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The branch of a chat that was shown last as rows of a datanet, which an import takes as they are. Each is a piece of
 * what one has said under the same instructions, each answer after those that it knew. What a row cannot say ends it:
 * an answer that did not come to its end, and one that nobody has voted on yet, since what its column says later would
 * tell whose it is.
 */
public final class ChatRows {
    private final StoredChat chat;
    private final StringBuilder lines = new StringBuilder();
    private List<ChatMessage> messages = new ArrayList<>();
    private String source = "";
    private String system = "";

    private ChatRows(StoredChat chat) {
        this.chat = chat;
    }

    /** All rows, each a line, those of a column together. */
    public static String of(StoredChat chat) {
        ChatRows rows = new ChatRows(chat);
        List<StoredTurn> path = ChatText.path(chat);
        path.stream()
                .flatMap(turn -> turn.answers().stream())
                .map(StoredAnswer::slot)
                .distinct()
                .sorted()
                .forEach(slot -> rows.add(path, slot));
        return rows.lines.toString();
    }

    private void add(List<StoredTurn> path, int slot) {
        for (StoredTurn turn : path) {
            @Nullable
            StoredAnswer answer = turn.answers().stream()
                    .filter(each -> each.slot() == slot)
                    .findFirst()
                    .orElse(null);
            if (answer == null || turn.hidden() || !complete(answer)) {
                // An answer without a word was never part of the conversation.
                if (answer == null || !answer.text().isBlank()) {
                    end();
                }
            } else {
                add(turn, answer);
            }
        }
        end();
    }

    private static boolean complete(StoredAnswer answer) {
        return answer.failure() == null
                && (answer.stop() == Outcome.Stop.END || answer.stop() == Outcome.Stop.STRING)
                && !answer.text().isBlank();
    }

    private void add(StoredTurn turn, StoredAnswer answer) {
        String by = ChatText.name(answer);
        Terms terms = turn.terms() == null ? new Terms(chat.system(), true) : turn.terms();
        if (!terms.remembering() || !by.equals(source) || !terms.system().equals(system)) {
            end();
        }
        source = by;
        system = terms.system();
        messages.add(ChatMessage.user(turn.question()));
        messages.add(ChatMessage.assistant(answer.text()));
    }

    /** Writes the row that was begun, if any was. */
    private void end() {
        if (messages.isEmpty()) {
            return;
        }
        if (!system.isBlank()) {
            messages.addFirst(ChatMessage.system(system.strip()));
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("messages", Json.turns(messages));
        row.put("contributor", EvmAddress.NOBODY.value());
        row.put("source", source);
        row.put("context", chat.title());
        row.putArray("tags").add("chat");
        lines.append(row).append('\n');
        messages = new ArrayList<>();
    }
}
