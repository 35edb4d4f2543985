package cultivar.datanet.review;

import cultivar.datanet.Decision;
import cultivar.datanet.ReviewState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What each reviewer said of each row by himself. Of a reviewer counts the first decision, for only that one was made
 * without knowing another. As soon as two of these differ, the row is in dispute: the next decision about it, whosoever
 * it is, settles it and is not one of those that are compared. Opening a row again begins it anew.
 */
public final class ReviewLedger {
    /**
     * Two reviewers.
     *
     * @param rows how many rows both decided about
     * @param same how many of them alike
     * @param kappa Cohen's; empty where it is not defined
     */
    public record Pair(String one, String other, long rows, long same, OptionalDouble kappa) {}

    private record Sheet(Map<String, ReviewState> first, boolean disputed, boolean settled) {}

    private final Map<Long, Sheet> sheets = new TreeMap<>();

    /** @param decisions the rows' decisions, those of each row in the order in which they were made */
    public ReviewLedger(List<Decision> decisions) {
        Map<Long, List<Decision>> byRow = new LinkedHashMap<>();
        decisions.forEach(decision -> byRow.computeIfAbsent(decision.row(), missing -> new ArrayList<>(2))
                .add(decision));
        byRow.forEach((row, made) -> {
            Sheet sheet = sheet(made);
            if (!sheet.first().isEmpty()) {
                sheets.put(row, sheet);
            }
        });
    }

    private static Sheet sheet(List<Decision> decisions) {
        Map<String, ReviewState> first = new LinkedHashMap<>();
        boolean disputed = false;
        boolean settled = false;
        for (Decision decision : decisions) {
            if (decision.state() == ReviewState.PENDING) {
                first.clear();
                disputed = false;
                settled = false;
            } else if (disputed) {
                settled = true;
            } else if (first.putIfAbsent(decision.reviewer(), decision.state()) == null) {
                disputed = first.values().stream().distinct().count() > 1;
            }
        }
        return new Sheet(first, disputed, settled);
    }

    /** The rows, by id, that others decided about and this reviewer did not; those in dispute are not among them. */
    public List<Long> secondLook(String reviewer) {
        return sheets.entrySet().stream()
                .filter(row ->
                        !row.getValue().disputed() && !row.getValue().first().containsKey(reviewer))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The rows, by id, that reviewers differ about and nobody has settled. */
    public List<Long> disputed() {
        return sheets.entrySet().stream()
                .filter(row -> row.getValue().disputed() && !row.getValue().settled())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What each reviewer said of a row by himself, in the order in which they did; empty where nobody has. */
    public Map<String, ReviewState> said(long row) {
        Sheet sheet = sheets.get(row);
        return sheet == null ? Map.of() : Collections.unmodifiableMap(sheet.first());
    }

    /** Each two reviewers who decided about a row in common, in the order of their names. */
    public List<Pair> pairs() {
        Map<List<String>, long[][]> tables = new LinkedHashMap<>();
        for (Sheet sheet : sheets.values()) {
            List<String> names = Agreement.ordered(sheet.first().keySet());
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    List<String> both = List.of(names.get(i), names.get(j));
                    tables.computeIfAbsent(both, missing -> new long[2][2])[number(sheet, both.getFirst())][
                            number(sheet, both.getLast())]++;
                }
            }
        }
        List<Pair> pairs = new ArrayList<>();
        tables.forEach((names, counts) -> {
            Agreement.Table table = new Agreement.Table(counts);
            pairs.add(new Pair(names.getFirst(), names.getLast(), table.size(), table.same(), Agreement.kappa(table)));
        });
        pairs.sort((a, b) -> Long.compare(b.rows(), a.rows()));
        return pairs;
    }

    /** Krippendorff's alpha over all reviewers; empty where it is not defined. */
    public OptionalDouble alpha() {
        return Agreement.alpha(sheets.values().stream()
                .map(sheet -> List.copyOf(sheet.first().values()))
                .toList());
    }

    /** How many rows two or more decided about by themselves. */
    public long shared() {
        return sheets.values().stream()
                .filter(sheet -> sheet.first().size() > 1)
                .count();
    }

    private static int number(Sheet sheet, String name) {
        return sheet.first().get(name) == ReviewState.ACCEPTED ? 0 : 1;
    }
}
