package cultivar.datanet.store;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Notes which contribution files came in. */
final class ReceivedFiles {
    private ReceivedFiles() {}

    /** Notes a file, or finds the note that there is of the same contribution; returns its number. */
    static long note(Connection connection, long datanet, ContributionFile file, long now) throws SQLException {
        Statement statement = file.statement();
        return Sql.number(
                connection,
                """
                insert into received (datanet_id, contributor_id, file, verdict, statement, digest, signature, note,
                    stated, created, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (datanet_id, digest) do update set
                    verdict = case when excluded.signature is null then verdict else excluded.verdict end,
                    signature = coalesce(excluded.signature, signature)
                returning id\
                """,
                datanet,
                Names.id(
                        connection,
                        "contributor",
                        "address",
                        statement.contributor().value()),
                String.valueOf(file.file().getFileName()),
                file.check().verdict().name().toLowerCase(Locale.ROOT),
                statement.typedData(),
                file.digest().bytes(),
                file.signature().orElse(null),
                statement.note(),
                statement.rows(),
                statement.created().toEpochMilli(),
                now);
    }

    /** Says that the rows that an import added behind a row came with the file. */
    static void add(Connection connection, long received, long run, long behind) throws SQLException {
        Sql.execute(
                connection,
                "insert into received_row (received_id, contribution_id) select ?, id from contribution"
                        + " where id > ? and +import_id = ? order by id",
                received,
                behind,
                run);
    }

    /** The files of a datanet, newest first; of a number other than 0 that one. */
    static List<Received> of(Connection connection, String datanet, long id) throws SQLException {
        List<Received> files = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
            select r.*, p.address from received r join contributor p on p.id = r.contributor_id
            where r.datanet_id = ?1 and (?2 = 0 or r.id = ?2) order by r.id desc\
            """)) {
            query.setLong(1, Catalogue.id(connection, datanet));
            query.setLong(2, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    files.add(new Received(
                            row.getLong("id"),
                            datanet,
                            row.getString("file"),
                            new EvmAddress(row.getString("address")),
                            row.getString("verdict"),
                            row.getString("note"),
                            row.getLong("stated"),
                            Instant.ofEpochMilli(row.getLong("created")),
                            Instant.ofEpochMilli(row.getLong("at")),
                            states(connection, row.getLong("id"))));
                }
            }
        }
        return List.copyOf(files);
    }

    private static Map<ReviewState, Long> states(Connection connection, long received) throws SQLException {
        Map<ReviewState, Long> states = new EnumMap<>(ReviewState.class);
        for (ReviewState state : ReviewState.values()) {
            states.put(state, 0L);
        }
        try (PreparedStatement query = connection.prepareStatement("""
            select f.state, count(*) from received_row q
            join contribution_state s on s.contribution_id = q.contribution_id join facet f on f.id = s.facet_id
            where q.received_id = ? group by 1\
            """)) {
            query.setLong(1, received);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    states.put(Codes.state(row.getInt(1)), row.getLong(2));
                }
            }
        }
        return states;
    }
}
