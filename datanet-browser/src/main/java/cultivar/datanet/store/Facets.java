package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The facets that a filter lets through, narrowed to one tag if it names one.
 *
 * @param tag the tag's id; 0 for any
 * @param ids the facets that have rows, and with a tag those that have rows of it
 * @param rows how many rows they have together
 */
record Facets(long tag, List<Long> ids, long rows) {
    /** With more facets than this, one walk along the rows costs less than a look into each facet. */
    private static final int FEW = 256;

    static Facets of(Connection connection, long datanet, RowFilter filter) throws SQLException {
        StringBuilder where = new StringBuilder(" where f.datanet_id = ?");
        List<Object> values = new ArrayList<>();
        values.add(datanet);
        if (filter.split() != null) {
            where.append(" and f.split = ?");
            values.add(Codes.number(filter.split()));
        }
        if (filter.draftsOnly()) {
            where.append(" and f.split = 0 and f.held = 0");
        }
        if (filter.state() != null) {
            where.append(" and f.state = ?");
            values.add(Codes.number(filter.state()));
        }
        if (filter.contributor() != null) {
            where.append(" and f.contributor_id = (select id from contributor where address = ?)");
            values.add(filter.contributor().value());
        }
        if (filter.licence() != null) {
            where.append(" and f.licence_id = (select id from licence where name = ?)");
            values.add(filter.licence());
        }
        long tag = 0;
        String rows = "select f.id, f.rows from facet f";
        if (filter.tag() != null) {
            tag = Sql.number(connection, "select id from tag where datanet_id = ? and name = ?", datanet, filter.tag());
            if (tag == 0) {
                return new Facets(0, List.of(), 0);
            }
            rows = "select f.id, y.rows from facet f join tag_tally y on y.facet_id = f.id and y.tag_id = " + tag;
        }
        return read(connection, tag, rows + where, values);
    }

    private static Facets read(Connection connection, long tag, String sql, List<Object> values) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long total = 0;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            Sql.bind(query, values.toArray());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(2) > 0) {
                        ids.add(row.getLong(1));
                        total += row.getLong(2);
                    }
                }
            }
        }
        return new Facets(tag, ids, total);
    }

    /** The first rows behind an id, in their order. */
    List<Long> rows(Connection connection, long after, int limit) throws SQLException {
        if (tag == 0 && ids.size() > FEW && common(connection)) {
            return Sql.numbers(
                    connection,
                    "select contribution_id from contribution_state where contribution_id > ?"
                            + " and +facet_id in (select value from json_each(?)) order by contribution_id limit ?",
                    after,
                    Sql.array(ids),
                    limit);
        }
        String sql = tag == 0
                ? "select contribution_id from contribution_state where facet_id = ?"
                : "select contribution_id from contribution_tag where tag_id = " + tag + " and facet_id = ?";
        List<Long> rows = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(sql + " and contribution_id > ? order by contribution_id limit ?")) {
            for (long facet : ids) {
                Sql.bind(query, facet, after, limit);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        rows.add(row.getLong(1));
                    }
                }
            }
        }
        Collections.sort(rows);
        return rows.size() > limit ? rows.subList(0, limit) : rows;
    }

    /** Whether one row in fifty of the store is among them, so that a walk meets them soon. */
    private boolean common(Connection connection) throws SQLException {
        return rows * 50 > Sql.number(connection, "select max(contribution_id) from contribution_state");
    }
}
