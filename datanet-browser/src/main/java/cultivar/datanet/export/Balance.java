package cultivar.datanet.export;

import cultivar.datanet.StoredRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which rows to take so that no tag outweighs another: a row counts for the rarest of its tags (rows without a tag are a
 * group of their own), and each group gives as many rows as the smallest one, evenly spread over it.
 */
final class Balance implements Predicate<StoredRow> {
    private final Map<String, Long> ofTag = new HashMap<>();
    private final Map<String, Long> ofGroup = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final long each;

    Balance(Supplier<Stream<StoredRow>> rows) {
        each(rows, row -> row.contribution().tags().forEach(tag -> ofTag.merge(tag, 1L, Long::sum)));
        each(rows, row -> ofGroup.merge(group(row), 1L, Long::sum));
        each = ofGroup.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** To be asked once for each row, in order. */
    @Override
    public boolean test(StoredRow row) {
        String group = group(row);
        long size = ofGroup.getOrDefault(group, 1L);
        long before = seen.merge(group, 1L, Long::sum) - 1;
        return (before + 1) * each / size > before * each / size;
    }

    private String group(StoredRow row) {
        List<String> tags = row.contribution().tags();
        return tags.stream()
                .min(Comparator.comparing((String tag) -> ofTag.getOrDefault(tag, 0L))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private static void each(Supplier<Stream<StoredRow>> rows, java.util.function.Consumer<StoredRow> what) {
        try (Stream<StoredRow> stream = rows.get()) {
            stream.forEach(what);
        }
    }
}
