package cultivar.datanet.suggest;

import cultivar.datanet.Datanet;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import cultivar.datanet.quality.Likeness;
import cultivar.datanet.store.DatanetStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks for rows like a row, and for tags that it should have. Each question takes some hundredths of a second, however
 * many rows there are; ask off the FX thread.
 */
public final class Suggester {
    private static final int CANDIDATES = 48;
    private static final int NEAREST = 8;
    private static final double LIKE = 0.25;

    /** The weight of the nearest rows that must have a tag before it is suggested. */
    private static final double AGREEING = 0.6;

    /** One row alone says too little unless it is nearly the same. */
    private static final double NEARLY_SAME = 0.8;

    private static final double BY_RULE = 0.9;

    private final DatanetStore store;

    public Suggester(DatanetStore store) {
        this.store = store;
    }

    /** Tags that the row does not have and should perhaps, those that are surest first. */
    public List<Suggestion> suggest(Datanet datanet, StoredRow row) {
        Map<String, Suggestion> found = new HashMap<>();
        byRows(datanet, row).forEach(suggestion -> found.put(suggestion.tag(), suggestion));
        TagRules rules = new TagRules(datanet.card());
        if (!rules.isEmpty()) {
            String text = text(row);
            for (var tag : datanet.card().tags()) {
                rules.match(tag.name(), text)
                        .ifPresent(word -> found.merge(
                                tag.name(),
                                new Suggestion(tag.name(), BY_RULE, new Suggestion.ByRule(word)),
                                (one, other) -> one.score() >= other.score() ? one : other));
            }
        }
        row.contribution().tags().forEach(found::remove);
        return found.values().stream()
                .sorted(Comparator.comparingDouble(Suggestion::score).reversed().thenComparing(Suggestion::tag))
                .toList();
    }

    /** The rows whose questions are most like the row's, best first, without the row itself. */
    public List<SimilarRow> similar(String datanet, StoredRow row, int limit) {
        return near(datanet, row, false, 2 * limit, limit);
    }

    private List<SimilarRow> near(String datanet, StoredRow row, boolean decidedOnly, int candidates, int limit) {
        Likeness likeness = new Likeness(row.contribution());
        return store.alike(datanet, question(row), decidedOnly, candidates + 1).stream()
                .filter(other -> other.id() != row.id())
                .map(other -> new SimilarRow(other, likeness.of(other.contribution())))
                .filter(other -> other.likeness() >= LIKE)
                .sorted(Comparator.comparingDouble(SimilarRow::likeness).reversed())
                .limit(limit)
                .toList();
    }

    private List<Suggestion> byRows(Datanet datanet, StoredRow row) {
        List<SimilarRow> near = near(datanet.name(), row, true, CANDIDATES, NEAREST);
        double all = near.stream().mapToDouble(SimilarRow::likeness).sum();
        Map<String, List<SimilarRow>> having = new HashMap<>();
        for (SimilarRow other : near) {
            for (String tag : other.row().contribution().tags()) {
                having.computeIfAbsent(tag, missing -> new ArrayList<>()).add(other);
            }
        }
        List<Suggestion> suggestions = new ArrayList<>();
        having.forEach((tag, rows) -> {
            double share = rows.stream().mapToDouble(SimilarRow::likeness).sum() / all;
            SimilarRow nearest = rows.getFirst();
            if (share >= AGREEING && (rows.size() > 1 || nearest.likeness() >= NEARLY_SAME)) {
                // As sure as the rows agree, and as the nearest of them is near.
                suggestions.add(new Suggestion(
                        tag,
                        share * nearest.likeness(),
                        new Suggestion.ByRows(rows.size(), near.size(), nearest.row())));
            }
        });
        return suggestions;
    }

    private static String question(StoredRow row) {
        String users = row.contribution().messages().stream()
                .filter(message -> message.role() == Role.USER)
                .map(Message::content)
                .collect(Collectors.joining("\n"));
        return users.isBlank() ? text(row) : users;
    }

    /** What is said in a row, without the system's part. */
    static String text(StoredRow row) {
        return row.contribution().messages().stream()
                .filter(message -> message.role() != Role.SYSTEM)
                .map(Message::content)
                .collect(Collectors.joining("\n"));
    }
}
