package cultivar.app.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one chat, a tree: turns after the same one are branches of each other, of which one is shown. FX thread
 * only.
 */
final class Conversation {
    private static final String FIRST = "";

    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, List<Turn>> after = new HashMap<>();
    private final Map<String, Turn> shownAfter = new HashMap<>();
    private final ObservableList<Turn> path = FXCollections.observableArrayList();
    private final ObservableList<Turn> view = FXCollections.unmodifiableObservableList(path);

    /** The turns that are shown, from the first on. */
    ObservableList<Turn> path() {
        return view;
    }

    /** The last turn that is shown. */
    Optional<Turn> leaf() {
        return path.isEmpty() ? Optional.empty() : Optional.of(path.getLast());
    }

    /** Adds a turn and shows its branch up to it. */
    void add(Turn turn) {
        remember(turn);
        choose(turn);
    }

    /** Takes the place of everything: turns, each after its parent, and the one to show up to. */
    void set(List<Turn> all, @Nullable String leaf) {
        turns.clear();
        after.clear();
        shownAfter.clear();
        path.clear();
        all.forEach(this::remember);
        Turn last = leaf == null ? null : turns.get(leaf);
        if (last != null) {
            choose(last);
        } else if (!all.isEmpty()) {
            choose(all.getLast());
        }
    }

    private void remember(Turn turn) {
        turns.put(turn.id(), turn);
        after.computeIfAbsent(key(turn), missing -> new ArrayList<>()).add(turn);
    }

    private static String key(Turn turn) {
        String parent = turn.parent();
        return parent == null ? FIRST : parent;
    }

    /** The turn and its branches, oldest first. */
    List<Turn> branches(Turn turn) {
        return List.copyOf(after.getOrDefault(key(turn), List.of(turn)));
    }

    /** The turns before one, from the first on. */
    List<Turn> before(Turn turn) {
        List<Turn> found = new ArrayList<>();
        String at = turn.parent();
        while (at != null) {
            Turn parent = turns.get(at);
            if (parent == null) {
                break;
            }
            found.addFirst(parent);
            at = parent.parent();
        }
        return found;
    }

    /** Shows the branch of a turn, and of what follows it that which was shown last. */
    void choose(Turn turn) {
        List<Turn> wanted = new ArrayList<>(before(turn));
        wanted.add(turn);
        wanted.forEach(each -> shownAfter.put(key(each), each));
        for (Turn next = next(turn); next != null; next = next(next)) {
            wanted.add(next);
        }
        if (!wanted.equals(path)) {
            path.setAll(wanted);
        }
    }

    private @Nullable Turn next(Turn turn) {
        Turn shown = shownAfter.get(turn.id());
        List<Turn> all = after.get(turn.id());
        return shown != null ? shown : all == null ? null : all.getLast();
    }
}
