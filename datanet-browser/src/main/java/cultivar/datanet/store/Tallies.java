package cultivar.datanet.store;

import cultivar.datanet.Counted;
import cultivar.datanet.CurationCounts;
import cultivar.datanet.ReviewState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts rows by the tallies, without touching one. */
final class Tallies {
    private Tallies() {}

    static CurationCounts counts(Connection connection, long datanet) throws SQLException {
        Map<ReviewState, Long> states = new EnumMap<>(ReviewState.class);
        for (ReviewState state : ReviewState.values()) {
            states.put(
                    state,
                    Sql.number(
                            connection,
                            "select coalesce(sum(rows), 0) from facet where datanet_id = ? and state = ?",
                            datanet,
                            Codes.number(state)));
        }
        return new CurationCounts(
                states,
                counted(connection, """
                    select t.name, coalesce((select sum(y.rows) from tag_tally y where y.tag_id = t.id), 0)
                    from tag t where t.datanet_id = ? order by t.id\
                    """, datanet),
                counted(connection, by("contributor", "address"), datanet),
                counted(connection, by("licence", "name"), datanet));
    }

    private static String by(String table, String column) {
        return "select x." + column + ", sum(f.rows) from facet f join " + table + " x on x.id = f." + table
                + "_id where f.datanet_id = ? and f.rows > 0 group by x.id order by 2 desc, 1";
    }

    private static List<Counted> counted(Connection connection, String sql, long datanet) throws SQLException {
        List<Counted> counted = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, datanet);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    counted.add(new Counted(row.getString(1), row.getLong(2)));
                }
            }
        }
        return counted;
    }
}
