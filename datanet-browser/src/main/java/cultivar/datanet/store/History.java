package cultivar.datanet.store;

import cultivar.datanet.Decision;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who did what to a datanet, and when. */
final class History {
    private static final String ENTRY =
            "select a.id, a.kind, p.name as actor, a.at, a.note, a.rows, a.undone_by is not null as undone";

    private History() {}

    static long add(
            Connection connection, long datanet, long actor, long now, HistoryEntry.Kind kind, String note, long rows)
            throws SQLException {
        return Sql.number(
                connection,
                "insert into action (datanet_id, actor_id, at, kind, note, rows) values (?, ?, ?, ?, ?, ?)"
                        + " returning id",
                datanet,
                actor,
                now,
                kind.name().toLowerCase(Locale.ROOT),
                note,
                rows);
    }

    static HistoryEntry entry(Connection connection, long action) throws SQLException {
        return entries(connection, ENTRY + " from action a join actor p on p.id = a.actor_id where a.id = ?", action)
                .getFirst();
    }

    static String note(Connection connection, long action) throws SQLException {
        return entry(connection, action).note();
    }

    /** The newest entries before one; of 0 the newest of all. */
    static List<HistoryEntry> before(Connection connection, long datanet, long before, int limit) throws SQLException {
        return entries(
                connection,
                ENTRY + " from action a join actor p on p.id = a.actor_id where a.datanet_id = ? and a.id < ?"
                        + " order by a.id desc limit ?",
                datanet,
                before <= 0 ? Long.MAX_VALUE : before,
                limit);
    }

    /** What was done to one row, newest first. */
    static List<RowChange> of(Connection connection, long row) throws SQLException {
        List<RowChange> changes = new ArrayList<>();
        String sql = ENTRY + """
            , c.tag_id, t.name as tag, c.before_value, c.after_value, r.words as reason
            from change c join action a on a.id = c.action_id join actor p on p.id = a.actor_id
            left join tag t on t.id = c.tag_id left join reason r on r.id = c.after_reason
            where c.contribution_id = ? order by c.action_id desc, c.tag_id\
            """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, row);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    changes.add(change(result));
                }
            }
        }
        return List.copyOf(changes);
    }

    /** The decisions of a datanet that stand, by row. */
    static List<Decision> decisions(Connection connection, long datanet) throws SQLException {
        List<Decision> decisions = new ArrayList<>();
        String sql = """
            select c.contribution_id, p.name, c.after_value from action a
            join change c on c.action_id = a.id and c.tag_id = 0 join actor p on p.id = a.actor_id
            where a.datanet_id = ? and a.kind = 'edit' and a.undone_by is null order by c.contribution_id, a.id\
            """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, datanet);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    decisions.add(new Decision(row.getLong(1), row.getString(2), Codes.state(row.getInt(3))));
                }
            }
        }
        return decisions;
    }

    private static RowChange change(ResultSet result) throws SQLException {
        boolean tag = result.getLong("tag_id") != 0;
        String reason = result.getString("reason");
        return new RowChange(
                entry(result),
                tag ? result.getString("tag") : "state",
                tag,
                value(tag, result.getInt("before_value")),
                value(tag, result.getInt("after_value")),
                reason == null ? "" : reason);
    }

    private static String value(boolean tag, int number) {
        if (tag) {
            return number == 1 ? "set" : "not set";
        }
        ReviewState state = Codes.state(number);
        return state.id();
    }

    private static List<HistoryEntry> entries(Connection connection, String sql, Object... values) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            Sql.bind(query, values);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    entries.add(entry(result));
                }
            }
        }
        return List.copyOf(entries);
    }

    private static HistoryEntry entry(ResultSet result) throws SQLException {
        return new HistoryEntry(
                result.getLong("id"),
                HistoryEntry.Kind.valueOf(result.getString("kind").toUpperCase(Locale.ROOT)),
                result.getString("actor"),
                Instant.ofEpochMilli(result.getLong("at")),
                result.getString("note"),
                result.getLong("rows"),
                result.getBoolean("undone"));
    }
}
