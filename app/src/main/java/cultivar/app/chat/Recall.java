package cultivar.app.chat;

import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the columns of one turn are asked, with what was said before it. Where that is too much for one of them, all forget
 * the same oldest turns. Safe for several threads.
 */
final class Recall {
    private static final int UNKNOWN = -1;

    /**
     * A turn before.
     *
     * @param said what the columns that know it have answered, by their slots
     */
    record Before(String question, Map<Integer, String> said) {
        Before {
            said = Map.copyOf(said);
        }
    }

    private final String system;
    private final List<Before> before;
    private final String question;
    private final Set<Integer> slots;
    private int leftOut = UNKNOWN;

    /**
     * @param system what stands above the conversation; may be blank
     * @param before the turns before, oldest first
     * @param slots of all columns that are asked
     */
    Recall(String system, List<Before> before, String question, Set<Integer> slots) {
        this.system = system.strip();
        this.before = List.copyOf(before);
        this.question = question;
        this.slots = Set.copyOf(slots);
    }

    /** The conversation of a column without some of the oldest turns. */
    List<ChatMessage> messages(int slot, int without) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!system.isEmpty()) {
            messages.add(ChatMessage.system(system));
        }
        for (Before turn : before.subList(Math.min(without, before.size()), before.size())) {
            String said = turn.said().get(slot);
            if (said != null) {
                messages.add(ChatMessage.user(turn.question()));
                messages.add(ChatMessage.assistant(said));
            }
        }
        messages.add(ChatMessage.user(question));
        return messages;
    }

    /** How few of the oldest turns are left out so that every column fits; all where that does not help. Found once. */
    synchronized int leftOut(Predicate<List<ChatMessage>> fits) {
        if (leftOut == UNKNOWN) {
            // Most chats fit whole, and to count a chat's tokens takes a moment.
            int fewest = before.isEmpty() || fit(0, fits) ? 0 : 1;
            int most = fewest == 0 ? 0 : before.size();
            while (fewest < most) {
                int without = (fewest + most) / 2;
                if (fit(without, fits)) {
                    most = without;
                } else {
                    fewest = without + 1;
                }
            }
            leftOut = fewest;
        }
        return leftOut;
    }

    private boolean fit(int without, Predicate<List<ChatMessage>> fits) {
        return slots.stream().allMatch(slot -> fits.test(messages(slot, without)));
    }
}
