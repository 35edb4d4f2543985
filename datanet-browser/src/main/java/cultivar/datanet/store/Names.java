package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The small tables that give a text a number. */
final class Names {
    private Names() {}

    /** The id of a text, which is added if need be. */
    static long id(Connection connection, String table, String column, String value) throws SQLException {
        // The update changes nothing; it makes "returning" answer for a row that is there already.
        String sql = "insert into " + table + " (" + column + ") values (?) on conflict do update set " + column
                + " = excluded." + column + " returning id";
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setString(1, value);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static long actor(Connection connection, String name) throws SQLException {
        return id(connection, "actor", "name", name);
    }
}
