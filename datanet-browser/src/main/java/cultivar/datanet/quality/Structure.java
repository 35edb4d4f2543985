package cultivar.datanet.quality;

import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is broken in the build of a conversation. */
final class Structure {
    /** How an answer stands to JSON. */
    enum Answer {
        TEXT(0),
        JSON(1),
        BROKEN_JSON(2);

        private final int number;

        Answer(int number) {
            this.number = number;
        }

        /** By which it is kept in an array. */
        int number() {
            return number;
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private Structure() {}

    /** The kinds of badges of a conversation's faults, each once. */
    static List<String> faults(List<Message> turns) {
        List<String> faults = new ArrayList<>();
        Role before = null;
        boolean empty = false;
        boolean twice = false;
        boolean fences = false;
        boolean late = false;
        for (int i = 0; i < turns.size(); i++) {
            Message turn = turns.get(i);
            empty |= turn.content().isBlank();
            twice |= turn.role() == before && turn.role() != Role.SYSTEM;
            late |= turn.role() == Role.SYSTEM && i > 0 && before != Role.SYSTEM;
            fences |= openFence(turn.content());
            before = turn.role();
        }
        if (before != Role.ASSISTANT) {
            faults.add("no-answer");
        }
        if (empty) {
            faults.add("empty-turn");
        }
        if (twice) {
            faults.add("same-role");
        }
        if (late) {
            faults.add("late-system");
        }
        if (fences) {
            faults.add("open-fence");
        }
        return faults;
    }

    /** Whether a block of code is begun by three back-quotes or tildes and not ended. */
    private static boolean openFence(String text) {
        if (!text.contains("```") && !text.contains("~~~")) {
            return false;
        }
        String open = "";
        for (String line : text.split("\n", -1)) {
            String start = line.strip();
            if (open.isEmpty() && (start.startsWith("```") || start.startsWith("~~~"))) {
                String mark = start.substring(0, 3);
                // Back-quotes that end on their own line are code within a sentence.
                boolean inline = mark.equals("```") && start.indexOf("```", 3) > 0;
                open = inline ? "" : mark;
            } else if (!open.isEmpty() && start.startsWith(open)) {
                open = "";
            }
        }
        return !open.isEmpty();
    }

    static Answer answer(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
            return Answer.TEXT;
        }
        try {
            var _ = JSON.readTree(trimmed);
            return Answer.JSON;
        } catch (JacksonException e) {
            return Answer.BROKEN_JSON;
        }
    }
}
