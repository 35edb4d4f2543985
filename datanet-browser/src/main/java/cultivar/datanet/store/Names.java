package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The small tables that give a text a number. */
final class Names {
    private Names() {}

    /** The id of a text, which is added if need be. */
    static long id(Connection connection, String table, String column, String value) throws SQLException {
        long known = Sql.number(connection, "select id from " + table + " where " + column + " = ?", value);
        return known > 0 ? known : Sql.add(connection, "insert into " + table + " (" + column + ") values (?)", value);
    }

    static long actor(Connection connection, String name) throws SQLException {
        return id(connection, "actor", "name", name);
    }
}
