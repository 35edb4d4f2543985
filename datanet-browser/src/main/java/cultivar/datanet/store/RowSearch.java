package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the ids of the rows that a filter lets through, led by whatever leaves the fewest to look at: the facets and
 * the tag, the words of the text, or the range of a signal.
 */
final class RowSearch {
    /** So many rows are looked at one by one in a few hundredths of a second. */
    private static final int FEW = 20_000;

    /** A look into the text index costs so many times as much. */
    private static final int COST_OF_WORDS = 10;

    /** The first look ahead goes over this part of the rows that are asked for the words at most; each next doubles. */
    private static final int FIRST_LOOK = 32;

    private final Connection connection;
    private final long datanet;
    private final RowFilter filter;
    private final Facets facets;
    private final String words;
    private final String letters;
    private final int few;

    RowSearch(Connection connection, long datanet, RowFilter filter, int few) throws SQLException {
        this.connection = connection;
        this.datanet = datanet;
        this.filter = filter;
        this.few = few;
        facets = Facets.of(connection, datanet, filter);
        words = words(filter.text());
        letters = words.isEmpty() ? filter.text().strip() : "";
    }

    static RowSearch of(Connection connection, long datanet, RowFilter filter) throws SQLException {
        return new RowSearch(connection, datanet, filter, FEW);
    }

    /** The ids behind one, in their order. */
    List<Long> ids(long after, int limit) throws SQLException {
        if (facets.ids().isEmpty()) {
            return List.of();
        }
        if (plain()) {
            return facets.rows(connection, after, limit);
        }
        return minority() && limit <= few ? ahead(after, limit) : led(after, limit);
    }

    private List<Long> led(long after, int limit) throws SQLException {
        Query query = query(after);
        List<Object> values = new ArrayList<>(query.values());
        values.add(after);
        values.add(limit);
        return Sql.numbers(
                connection,
                "select " + query.key() + query.sql() + " and " + query.key() + " > ? order by " + query.key()
                        + " limit ?",
                values.toArray());
    }

    /** Whether most rows that hold the words may be none of the facets', which stand together behind all others. */
    private boolean minority() throws SQLException {
        return !words.isEmpty()
                && filter.signals().isEmpty()
                && filter.received() == null
                && facets.rows() * 4 < Sql.number(connection, "select max(contribution_id) from contribution_state");
    }

    /** Asks the facets' next rows for the words, as long as so many hold them that a page comes of it soon. */
    private List<Long> ahead(long after, int limit) throws SQLException {
        int most = few / COST_OF_WORDS;
        int part = Math.max(1, most / FIRST_LOOK);
        List<Long> found = new ArrayList<>();
        long at = after;
        int looked = 0;
        while (found.size() < limit) {
            List<Long> next = facets.rows(connection, at, part);
            if (!next.isEmpty()) {
                found.addAll(Sql.numbers(
                        connection,
                        "select rowid from contribution_words where rowid in (select value from json_each(?))"
                                + " and contribution_words match ? order by rowid",
                        Sql.array(next),
                        match()));
                at = next.getLast();
                looked += next.size();
            }
            if (next.size() < part) {
                break;
            }
            if (looked >= most || (long) found.size() * most < (long) limit * looked) {
                found.addAll(led(at, limit - Math.min(limit, found.size())));
                break;
            }
            part *= 2;
        }
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    long count() throws SQLException {
        if (facets.ids().isEmpty() || plain()) {
            return facets.rows();
        }
        Query query = query(0);
        return Sql.number(
                connection, "select count(*)" + query.sql(), query.values().toArray());
    }

    private boolean plain() {
        return words.isEmpty() && letters.isEmpty() && filter.signals().isEmpty() && filter.received() == null;
    }

    /** A condition with what is bound to it, and the name of the row's id in it. */
    private record Query(String key, String sql, List<Object> values) {}

    private Query query(long after) throws SQLException {
        List<Object> values = new ArrayList<>();
        if (filter.received() != null) {
            return queryOfFile(filter.received(), values);
        }
        if (facets.rows() <= (words.isEmpty() ? few : few / COST_OF_WORDS)) {
            values.add(Sql.array(facets.rows(connection, after, few)));
            if (words.isEmpty()) {
                String from = " from json_each(?) k cross join contribution c on c.id = k.value where true";
                return new Query("c.id", from + contentConditions(values), values);
            }
            String from = " from contribution_words w cross join contribution c on c.id = w.rowid"
                    + " where w.rowid in (select value from json_each(?)) and contribution_words match ?";
            values.add(match());
            return new Query("w.rowid", from + contentConditions(values), values);
        }
        if (!words.isEmpty()) {
            // The cross joins keep SQLite from walking a table and asking the text index for each row.
            values.add(match());
            String content = filter.signals().isEmpty() ? "" : " cross join contribution c on c.id = w.rowid";
            return new Query(
                    "w.rowid",
                    " from contribution_words w cross join contribution_state s on s.contribution_id = w.rowid"
                            + content
                            + " where contribution_words match ?" + facetConditions(values)
                            + contentConditions(values),
                    values);
        }
        Optional<SignalRange> rare = rareSignal();
        if (rare.isPresent()) {
            SignalRange range = rare.get();
            List<SignalRange> others = filter.signals().stream()
                    .filter(each -> !each.equals(range))
                    .toList();
            values.add(datanet);
            values.add(signal(range));
            values.add(range.from());
            values.add(range.to());
            return new Query(
                    "c.id",
                    " from signal_value v cross join contribution c on c.datanet_id = ?"
                            + " and " + Sql.sameHash("c.content_hash", "v.content_hash")
                            + " cross join contribution_state s on s.contribution_id = c.id"
                            + " where v.signal_id = ? and v.value between ? and ?" + facetConditions(values)
                            + contentConditions(others, values),
                    values);
        }
        return new Query(
                "s.contribution_id",
                " from contribution_state s cross join contribution c on c.id = s.contribution_id where true"
                        + facetConditions(values) + contentConditions(values),
                values);
    }

    /** A file's rows are few beside a datanet's, so they lead. */
    private Query queryOfFile(long file, List<Object> values) throws SQLException {
        values.add(file);
        String from = " from received_row q cross join contribution_state s on s.contribution_id = q.contribution_id"
                + " cross join contribution c on c.id = q.contribution_id where q.received_id = ?"
                + facetConditions(values);
        if (!words.isEmpty()) {
            from += " and exists (select 1 from contribution_words w where w.rowid = c.id"
                    + " and contribution_words match ?)";
            values.add(match());
        }
        return new Query("q.contribution_id", from + contentConditions(values), values);
    }

    private String match() {
        return "net:d" + datanet + " AND body:(" + words + ")";
    }

    private String facetConditions(List<Object> values) {
        values.add(Sql.array(facets.ids()));
        // The plus sign keeps the rows in the order of their ids.
        String condition = " and +s.facet_id in (select value from json_each(?))";
        return facets.tag() == 0
                ? condition
                : condition + " and exists (select 1 from contribution_tag g where g.contribution_id ="
                        + " s.contribution_id and g.tag_id = " + facets.tag() + ")";
    }

    private String contentConditions(List<Object> values) throws SQLException {
        return contentConditions(filter.signals(), values);
    }

    private String contentConditions(List<SignalRange> ranges, List<Object> values) throws SQLException {
        StringBuilder conditions = new StringBuilder();
        for (SignalRange range : ranges) {
            values.add(signal(range));
            values.add(range.from());
            values.add(range.to());
            conditions.append(" and exists (select 1 from signal_value m where m.signal_id = ?"
                    + " and m.content_hash = c.content_hash and +m.value between ? and ?)");
        }
        return conditions + letterCondition(values);
    }

    private String letterCondition(List<Object> values) {
        if (letters.isEmpty()) {
            return "";
        }
        values.add(letters);
        return " and instr(c.messages, ?) > 0";
    }

    /** The first of the ranges that few contents lie in. */
    private Optional<SignalRange> rareSignal() throws SQLException {
        for (SignalRange range : filter.signals()) {
            if (isRare(range)) {
                return Optional.of(range);
            }
        }
        return Optional.empty();
    }

    private boolean isRare(SignalRange range) throws SQLException {
        return Sql.number(
                        connection,
                        "select count(*) from (select 1 from signal_value where signal_id = ? and value between ? and ?"
                                + " limit ?)",
                        signal(range),
                        range.from(),
                        range.to(),
                        few + 1)
                <= few;
    }

    private long signal(SignalRange range) throws SQLException {
        return Sql.number(
                connection,
                "select id from signal where name = ? and version = ?",
                range.signal().name(),
                range.signal().version());
    }

    /** The words of a search as an FTS5 expression; empty where there is no letter or digit to look up. */
    private static String words(String text) {
        StringBuilder expression = new StringBuilder();
        for (String word : text.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (word.chars().anyMatch(Character::isLetterOrDigit)) {
                expression
                        .append(expression.isEmpty() ? "" : " AND ")
                        .append('"')
                        .append(word.replace("\"", "\"\""))
                        .append('"');
            }
        }
        boolean begun = !expression.isEmpty() && !text.endsWith(" ");
        return begun ? expression.append('*').toString() : expression.toString();
    }
}
