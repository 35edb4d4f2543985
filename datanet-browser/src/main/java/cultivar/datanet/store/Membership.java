package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Which rows the newest version of a datanet holds. */
final class Membership {
    private static final String OF_FACET =
            " where id in (select contribution_id from contribution_state where facet_id = ?)";

    private Membership() {}

    /**
     * Takes every accepted training row into a version, and lets those go that are no longer accepted.
     *
     * @return how many rows came or went
     */
    static long renew(Connection connection, long datanet, int version) throws SQLException {
        long changed = 0;
        for (long facet : facets(connection, datanet, "state = 1 and held = 0")) {
            Sql.execute(
                    connection,
                    "insert into contribution_span (contribution_id, since_version, until_version)"
                            + " select id, since_version, until_version from contribution" + OF_FACET
                            + " and until_version is not null",
                    facet);
            changed += Sql.execute(
                    connection,
                    "update contribution set since_version = ?, until_version = null" + OF_FACET,
                    version,
                    facet);
            label(connection, facet, 1);
        }
        for (long facet : facets(connection, datanet, "state <> 1 and held = 1")) {
            changed += Sql.execute(connection, "update contribution set until_version = ?" + OF_FACET, version, facet);
            label(connection, facet, 0);
        }
        return changed;
    }

    private static List<Long> facets(Connection connection, long datanet, String condition) throws SQLException {
        return Sql.numbers(
                connection,
                "select id from facet where datanet_id = ? and split = 0 and rows > 0 and " + condition,
                datanet);
    }

    /** Marks all rows of a facet as held or not: by its label where no such facet has rows, else row by row. */
    private static void label(Connection connection, long facet, int held) throws SQLException {
        long other = Sql.number(connection, """
            select o.id from facet f join facet o on o.datanet_id = f.datanet_id and o.split = f.split
                and o.contributor_id = f.contributor_id and o.licence_id = f.licence_id and o.state = f.state
            where f.id = ? and o.held = ?\
            """, facet, held);
        if (other == 0) {
            Sql.execute(connection, "update facet set held = ? where id = ?", held, facet);
            return;
        }
        if (Sql.number(connection, "select rows from facet where id = ?", other) == 0) {
            Sql.execute(connection, "delete from tag_tally where facet_id = ?", other);
            Sql.execute(connection, "delete from facet where id = ?", other);
            Sql.execute(connection, "update facet set held = ? where id = ?", held, facet);
            return;
        }
        Moves moves = new Moves(connection);
        Sql.execute(
                connection,
                "insert into temp.move select contribution_id, facet_id, ? from contribution_state where facet_id = ?",
                other,
                facet);
        moves.make();
    }
}
