package cultivar.datanet.store;

import cultivar.datanet.StoredRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Rows that share the rare words of a text, by the text index: each word counts by the square of its inverse document
 * frequency, and no word is followed further than to {@value #POSTINGS} rows, so that a common one costs no more than
 * others. The order is rough; whoever asks compares the texts themselves.
 */
final class Alike {
    private static final int WORDS = 32;
    private static final int POSTINGS = 512;

    /** So many candidates are looked at whether anybody has decided about them. */
    private static final int CANDIDATES = 2000;

    private final Connection connection;
    private final long datanet;

    Alike(Connection connection, long datanet) {
        this.connection = connection;
        this.datanet = datanet;
    }

    /** The rows with the most in common with a text, best first. */
    List<StoredRow> to(String text, boolean decidedOnly, int limit) throws SQLException {
        Map<Long, Double> scores = new HashMap<>();
        long first = Sql.number(connection, "select coalesce(min(id), 0) from contribution");
        long last = Sql.number(connection, "select coalesce(max(id), 0) from contribution");
        for (String word : words(text)) {
            List<Long> rows = Sql.numbers(
                    connection,
                    "select rowid from contribution_words where contribution_words match ? limit ?",
                    "net:d" + datanet + " AND body:\"" + word + "\"",
                    POSTINGS);
            if (!rows.isEmpty()) {
                // Where the list was cut, how far it got tells how frequent the word is.
                double reached = rows.size() < POSTINGS ? 1 : (rows.getLast() - first + 1.0) / (last - first + 1.0);
                double frequency = rows.size() / reached;
                double weight = Math.log(1 + (last - first + 1) / frequency);
                for (long row : rows) {
                    scores.merge(row, weight * weight, Double::sum);
                }
            }
        }
        List<Long> best = scores.entrySet().stream()
                .sorted(Map.Entry.<Long, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(CANDIDATES)
                .map(Map.Entry::getKey)
                .toList();
        List<Long> wanted = decidedOnly ? decided(best) : best;
        return RowQueries.rows(connection, wanted.subList(0, Math.min(limit, wanted.size())));
    }

    private List<Long> decided(List<Long> rows) throws SQLException {
        return Sql.numbers(
                connection,
                "select k.value from json_each(?) k cross join contribution_state s on s.contribution_id = k.value"
                        + " cross join facet f on f.id = s.facet_id where f.state <> 0 order by k.key",
                Sql.array(rows));
    }

    private static List<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+", -1)) {
            if (!word.isEmpty() && words.size() < WORDS) {
                words.add(word);
            }
        }
        return new ArrayList<>(words);
    }
}
