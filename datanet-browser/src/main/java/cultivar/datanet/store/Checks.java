package cultivar.datanet.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks a store through: SQLite's own checks, then whether what is kept in two places agrees. */
final class Checks {
    private record Agreement(String problem, String count) {}

    private static final List<Agreement> AGREEMENTS = List.of(
            new Agreement("rows are there twice", """
                select count(*) from contribution c where exists (
                    select 1 from contribution d where d.datanet_id = c.datanet_id
                        and %s and d.contributor_id = c.contributor_id and d.id < c.id)\
                """.formatted(Sql.sameHash("d.content_hash", "c.content_hash"))),
            new Agreement("held-out rows have their text among the training rows", """
                select count(*) from contribution c where c.split = 1 and exists (
                    select 1 from contribution d where d.datanet_id = c.datanet_id
                        and %s and d.split = 0)\
                """.formatted(
                            Sql.sameHash("d.text_hash", "c.text_hash"))),
            new Agreement("rows have no state", """
                select count(*) from contribution c where not exists (
                    select 1 from contribution_state s where s.contribution_id = c.id)\
                """),
            new Agreement("rows are not in the text index", """
                select count(*) from contribution c where not exists (
                    select 1 from contribution_words w where w.rowid = c.id)\
                """),
            new Agreement("rows are in the text index only", """
                select count(*) from contribution_words w where not exists (
                    select 1 from contribution c where c.id = w.rowid)\
                """),
            new Agreement("rows have a state that belongs to another contributor, licence or side", """
                select count(*) from contribution_state s join contribution c on c.id = s.contribution_id
                join facet f on f.id = s.facet_id where f.datanet_id <> c.datanet_id or f.split <> c.split
                    or f.contributor_id <> c.contributor_id or f.licence_id <> c.licence_id
                    or f.held <> (c.since_version is not null and c.until_version is null)\
                """),
            new Agreement("tallies do not count what there is", """
                select count(*) from facet f where f.rows <> (
                    select count(*) from contribution_state s where s.facet_id = f.id)\
                """),
            new Agreement("tags stand beside a wrong state", """
                select count(*) from contribution_tag g join contribution_state s
                    on s.contribution_id = g.contribution_id where s.facet_id <> g.facet_id\
                """),
            new Agreement("tallies of tags do not count what there is", """
                select count(*) from (
                    select tag_id, facet_id, sum(n) from (
                        select tag_id, facet_id, rows as n from tag_tally
                        union all select tag_id, facet_id, -1 from contribution_tag
                    ) group by 1, 2 having sum(n) <> 0)\
                """));

    private Checks() {}

    static StoreCheck run(Connection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("pragma integrity_check")) {
                while (row.next()) {
                    if (!row.getString(1).equals("ok")) {
                        problems.add(row.getString(1));
                    }
                }
            }
            try (ResultSet row = statement.executeQuery("pragma foreign_key_check")) {
                while (row.next()) {
                    problems.add("a row of " + row.getString(1) + " points to no row of " + row.getString(3));
                }
            }
        }
        for (Agreement agreement : AGREEMENTS) {
            long wrong = Sql.number(connection, agreement.count());
            if (wrong > 0) {
                problems.add(wrong + " " + agreement.problem());
            }
        }
        return new StoreCheck(Sql.number(connection, "select count(*) from contribution"), problems);
    }
}
