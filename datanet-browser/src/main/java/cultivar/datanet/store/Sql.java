package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements in one call. */
final class Sql {
    private Sql() {}

    /** Runs a statement with its values in order; returns how many rows it changed. */
    static int execute(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Adds one row; returns its id. */
    static long add(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        execute(connection, sql, values);
        return number(connection, "select last_insert_rowid()");
    }

    /** The first column of the first row; 0 where there is none. */
    static long number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            bind(query, values);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** The first column of all rows. */
    static List<Long> numbers(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            bind(query, values);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
        }
        return numbers;
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** That two hashes are the same, in the words that the indexes of the first four bytes need. */
    static String sameHash(String one, String other) {
        return "substr(%1$s, 1, 4) = substr(%2$s, 1, 4) and %1$s = %2$s".formatted(one, other);
    }

    /** Numbers as a JSON array, which {@code json_each} makes a table of. */
    static String array(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
