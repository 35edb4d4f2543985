package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Takes rows from one facet to another, with their tags and all tallies. */
final class Moves {
    private final Connection connection;

    /** Begins a list of moves, which callers write into {@code temp.move}. */
    Moves(Connection connection) throws SQLException {
        this.connection = connection;
        run("create temp table if not exists move ("
                + "contribution_id integer primary key, source integer not null, target integer not null)");
        run("delete from temp.move");
    }

    /**
     * Does what {@code temp.move} says. Each statement goes from the moves to the rows: left to itself, SQLite goes
     * through all rows and asks of each whether it moves. A cross join keeps its order, and a plus keeps the moves' own
     * key from being searched.
     */
    void make() throws SQLException {
        run("""
            update facet set rows = rows + d.n from (
                select id, sum(n) as n from (
                    select source as id, -count(*) as n from temp.move group by source
                    union all select target, count(*) from temp.move group by target
                ) group by id
            ) d where d.id = facet.id\
            """);
        run("""
            insert into tag_tally (tag_id, facet_id, rows)
            select tag_id, facet, sum(n) from (
                select x.tag_id, m.source as facet, -1 as n
                from temp.move m cross join contribution_tag x on x.contribution_id = m.contribution_id
                union all select x.tag_id, m.target, 1
                from temp.move m cross join contribution_tag x on x.contribution_id = m.contribution_id
            ) where true group by 1, 2 on conflict do update set rows = rows + excluded.rows\
            """);
        run("update contribution_tag set facet_id = m.target from temp.move m"
                + " where contribution_tag.contribution_id = +m.contribution_id");
        run("update contribution_state set facet_id = m.target from temp.move m"
                + " where contribution_state.contribution_id = +m.contribution_id");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
