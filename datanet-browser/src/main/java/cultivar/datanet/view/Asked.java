package cultivar.datanet.view;

import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import org.jspecify.annotations.Nullable;

/**
 * Answers by key: what is not known is read behind the question, for many keys at a time, and the answers asked for last
 * are kept. FX thread only.
 */
final class Asked<K, V> {
    /** @param age of all answers when this one was read */
    private record Answer<V>(V value, int age) {}

    private final TaskRunner tasks;
    private final String title;
    private final V nothing;
    private final Function<List<K>, Map<K, V>> source;
    private final Consumer<Throwable> failed;
    private final Map<K, Answer<V>> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<K> wanted = new LinkedHashSet<>();
    private final IntegerProperty revision = new SimpleIntegerProperty(this, "revision");
    private @Nullable Task<?> reading;
    private int age;

    /**
     * Nothing is known yet.
     *
     * @param title what reading is called, for people
     * @param nothing the answer for a key of which nothing is known
     * @param source reads answers, off the FX thread
     * @param failed hears why it could not
     */
    Asked(TaskRunner tasks, String title, V nothing, Function<List<K>, Map<K, V>> source, Consumer<Throwable> failed) {
        this.tasks = tasks;
        this.title = title;
        this.nothing = nothing;
        this.source = source;
        this.failed = failed;
    }

    /** Grows whenever there are more answers, or others. */
    IntegerProperty revision() {
        return revision;
    }

    /** What is known of a key. An answer that has grown old is given until the new one is there. */
    V of(K key) {
        Answer<V> answer = known.get(key);
        if (answer == null || answer.age() != age) {
            wanted.add(key);
            read();
        }
        return answer == null ? nothing : answer.value();
    }

    /** Reads anew what is asked for from now on; until then the old answers are given. */
    void refresh() {
        age++;
        wanted.clear();
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
        revision.set(revision.get() + 1);
    }

    private void read() {
        if (reading != null || wanted.isEmpty()) {
            return;
        }
        List<K> keys = List.copyOf(wanted);
        wanted.clear();
        Task<Map<K, V>> task = tasks.load(title, context -> source.apply(keys));
        reading = task;
        var _ = task.onEnd(() -> {
                    if (task.equals(reading)) {
                        reading = null;
                    }
                })
                .onResult(found -> {
                    keys.forEach(key -> keep(key, found.getOrDefault(key, nothing)));
                    revision.set(revision.get() + 1);
                    read();
                })
                .onFailure(failed);
    }

    private void keep(K key, V value) {
        known.put(key, new Answer<>(value, age));
        if (known.size() > RowPages.HELD) {
            Iterator<K> oldest = known.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
