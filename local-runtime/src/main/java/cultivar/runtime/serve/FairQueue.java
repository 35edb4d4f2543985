package cultivar.runtime.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Requests that wait, in an order that is fair between parties: next is who has been served least, by tokens (the virtual
 * token counter of Sheng and others 2024, "Fairness in Serving Large Language Models"). Within a party the first comes first.
 * Not for several threads.
 */
final class FairQueue {
    /** A new token costs about as much as so many of a prompt. */
    private static final int NEW_TOKEN = 2;

    private final Map<List<String>, ArrayDeque<Sequence>> waiting = new HashMap<>();
    private final Map<List<String>, Long> served = new HashMap<>();
    /** Whose request was taken out last. */
    private List<String> last = List.of();

    private int size;

    int size() {
        return size;
    }

    /**
     * A party that was away begins with what the least served of those that wait has, or where nobody waits with what the
     * last to be let in has, so that it saves nothing up.
     */
    void add(Sequence sequence) {
        lift(sequence.party());
        waiting.computeIfAbsent(sequence.party(), _ -> new ArrayDeque<>()).addLast(sequence);
        size++;
    }

    /** Puts back what was begun already. */
    void addFirst(Sequence sequence) {
        waiting.computeIfAbsent(sequence.party(), _ -> new ArrayDeque<>()).addFirst(sequence);
        size++;
    }

    private void lift(List<String> party) {
        if (!waiting.containsKey(party)) {
            long least = waiting.keySet().stream()
                    .mapToLong(each -> served.getOrDefault(each, 0L))
                    .min()
                    .orElse(served.getOrDefault(last, 0L));
            served.merge(party, least, Math::max);
        }
    }

    /** Notes that a party had tokens of a prompt computed. */
    void servedPrompt(Sequence sequence, int tokens) {
        served.merge(sequence.party(), (long) tokens, Long::sum);
    }

    /** Notes that a party had a new token. */
    void servedToken(Sequence sequence) {
        served.merge(sequence.party(), (long) NEW_TOKEN, Long::sum);
    }

    /** The first of each party, those least served first. */
    List<Sequence> heads() {
        List<Map.Entry<List<String>, ArrayDeque<Sequence>>> parties = new ArrayList<>(waiting.entrySet());
        parties.sort(Comparator.comparingLong(each -> served.getOrDefault(each.getKey(), 0L)));
        return parties.stream().map(each -> each.getValue().getFirst()).toList();
    }

    /** Takes out the first of its party. */
    void take(Sequence head) {
        ArrayDeque<Sequence> line = waiting.get(head.party());
        if (line != null && line.remove(head)) {
            last = head.party();
            size--;
            if (line.isEmpty()) {
                waiting.remove(head.party());
            }
        }
    }

    /** Takes out what matches. */
    void drain(Predicate<Sequence> which, Consumer<Sequence> out) {
        List<Sequence> gone = new ArrayList<>();
        for (Iterator<ArrayDeque<Sequence>> lines = waiting.values().iterator(); lines.hasNext(); ) {
            ArrayDeque<Sequence> line = lines.next();
            line.removeIf(each -> {
                boolean matches = which.test(each);
                if (matches) {
                    gone.add(each);
                }
                return matches;
            });
            if (line.isEmpty()) {
                lines.remove();
            }
        }
        size -= gone.size();
        gone.forEach(out);
    }

    /** Forgets who was served how much, when nobody is there any more. */
    void rest() {
        served.clear();
        last = List.of();
    }
}
