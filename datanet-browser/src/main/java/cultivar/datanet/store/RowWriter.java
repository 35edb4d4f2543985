package cultivar.datanet.store;

import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Writes rows of one datanet within one transaction, keeping the tallies in step. */
final class RowWriter implements AutoCloseable {
    /** What became of a row. */
    enum Outcome {
        ADDED,
        DUPLICATE,
        /** Its text is on the other side of the split. */
        OTHER_SIDE
    }

    private record Mix(long contributor, long licence) {}

    private record Tagged(long tag, long facet) {}

    private final Connection connection;
    private final long datanet;
    private final Split split;
    private final ReviewState state;
    private final KnownTexts known;
    private final PreparedStatement twins;
    private final PreparedStatement insert;
    private final PreparedStatement standing;
    private final PreparedStatement tagged;
    /** The newest row; nobody else adds one while this transaction lasts. */
    private long last;

    private final Map<String, Long> contributors = new HashMap<>();
    private final Map<String, Long> licences = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private final Map<Mix, Long> facets = new HashMap<>();
    private final Map<Long, Long> tally = new HashMap<>();
    private final Map<Tagged, Long> tagTally = new HashMap<>();

    /** Writes rows that get the state. */
    RowWriter(Connection connection, long datanet, Split split, ReviewState state, long importId, long now)
            throws SQLException {
        this(connection, datanet, split, state, importId, now, new KnownTexts(datanet));
    }

    /**
     * As above.
     *
     * @param known which texts the datanet may hold as the transaction begins
     */
    RowWriter(
            Connection connection,
            long datanet,
            Split split,
            ReviewState state,
            long importId,
            long now,
            KnownTexts known)
            throws SQLException {
        this.connection = connection;
        this.datanet = datanet;
        this.split = split;
        this.state = state;
        this.known = known;
        twins = connection.prepareStatement("""
            select c.split, c.content_hash, p.address from contribution c
            join contributor p on p.id = c.contributor_id where c.datanet_id = %d
                and %s\
            """.formatted(datanet, Sql.sameHash("c.text_hash", "?1")));
        insert = connection.prepareStatement("""
            insert into contribution (datanet_id, split, import_id, created, id, contributor_id, licence_id, source,
                context, messages, content_hash, text_hash, leaf, line, place)
            values (%d, %d, %d, %d, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """.formatted(datanet, Codes.number(split), importId, now));
        standing =
                connection.prepareStatement("insert into contribution_state (contribution_id, facet_id) values (?, ?)");
        tagged = connection.prepareStatement(
                "insert into contribution_tag (tag_id, facet_id, contribution_id) values (?, ?, ?)");
        last = Sql.number(connection, "select coalesce(max(id), 0) from contribution");
    }

    /** Why a row whose text is on the other side does not go in. */
    static String otherSide(Split split) {
        return switch (split) {
            case TRAIN -> "its text is among the held-out rows, which no model may learn from";
            case HELD_OUT -> "its text is among the training rows; holding it out would measure nothing";
        };
    }

    /** Writes a row unless it is there. */
    Outcome write(PreparedRow row) throws SQLException {
        Outcome outcome = known.mayHold(row.textHash()) ? compare(row) : Outcome.ADDED;
        if (outcome == Outcome.ADDED) {
            insert(row);
            known.add(row.textHash());
        }
        return outcome;
    }

    /** What becomes of a row beside those with its text. */
    private Outcome compare(PreparedRow row) throws SQLException {
        twins.setBytes(1, row.textHash());
        try (ResultSet twin = twins.executeQuery()) {
            while (twin.next()) {
                if (twin.getInt(1) != Codes.number(split)) {
                    return Outcome.OTHER_SIDE;
                }
                if (Arrays.equals(row.contentHash(), twin.getBytes(2))
                        && row.contributor().equals(twin.getString(3))) {
                    return Outcome.DUPLICATE;
                }
            }
        }
        return Outcome.ADDED;
    }

    private void insert(PreparedRow row) throws SQLException {
        long contributor = key(contributors, row.contributor(), "contributor", "address");
        long licence = key(licences, row.licence(), "licence", "name");
        long id = ++last;
        insert.setLong(1, id);
        insert.setLong(2, contributor);
        insert.setLong(3, licence);
        insert.setString(4, row.source());
        insert.setString(5, row.context());
        insert.setString(6, row.messages());
        insert.setBytes(7, row.contentHash());
        insert.setBytes(8, row.textHash());
        insert.setBytes(9, row.leaf());
        insert.setLong(10, row.line());
        insert.setString(11, row.place());
        insert.executeUpdate();
        long facet = facet(contributor, licence);
        standing.setLong(1, id);
        standing.setLong(2, facet);
        standing.executeUpdate();
        for (String name : row.tags()) {
            long tag = tagKey(name);
            tagged.setLong(1, tag);
            tagged.setLong(2, facet);
            tagged.setLong(3, id);
            tagged.executeUpdate();
            tagTally.merge(new Tagged(tag, facet), 1L, Long::sum);
        }
        tally.merge(facet, 1L, Long::sum);
    }

    /** The newest row of the store. */
    long last() {
        return last;
    }

    /** Writes the tallies, without which the transaction must not be committed. */
    void finish() throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("update facet set rows = rows + ? where id = ?");
                PreparedStatement addTag = connection.prepareStatement("""
                    insert into tag_tally (tag_id, facet_id, rows) values (?, ?, ?)
                    on conflict do update set rows = rows + excluded.rows\
                    """)) {
            for (Map.Entry<Long, Long> entry : tally.entrySet()) {
                add.setLong(1, entry.getValue());
                add.setLong(2, entry.getKey());
                add.executeUpdate();
            }
            for (Map.Entry<Tagged, Long> entry : tagTally.entrySet()) {
                addTag.setLong(1, entry.getKey().tag());
                addTag.setLong(2, entry.getKey().facet());
                addTag.setLong(3, entry.getValue());
                addTag.executeUpdate();
            }
        }
    }

    /** Releases the statements; writes nothing, because a full disk may have ended the transaction already. */
    @Override
    public void close() throws SQLException {
        try (twins;
                insert;
                standing;
                tagged) {}
    }

    private long facet(long contributor, long licence) throws SQLException {
        Mix mix = new Mix(contributor, licence);
        Long known = facets.get(mix);
        if (known != null) {
            return known;
        }
        Object[] values = {datanet, Codes.number(split), contributor, licence, Codes.number(state)};
        long found = Sql.number(
                connection,
                "select id from facet where datanet_id = ? and split = ? and contributor_id = ? and licence_id = ?"
                        + " and state = ? and held = 0",
                values);
        long id = found > 0
                ? found
                : Sql.add(
                        connection,
                        "insert into facet (datanet_id, split, contributor_id, licence_id, state, held)"
                                + " values (?, ?, ?, ?, ?, 0)",
                        values);
        facets.put(mix, id);
        return id;
    }

    private long tagKey(String name) throws SQLException {
        Long known = tags.get(name);
        if (known != null) {
            return known;
        }
        Catalogue.tag(connection, datanet, name, "");
        long id = Sql.number(connection, "select id from tag where datanet_id = ? and name = ?", datanet, name);
        tags.put(name, id);
        return id;
    }

    private long key(Map<String, Long> known, String value, String table, String column) throws SQLException {
        Long id = known.get(value);
        if (id == null) {
            id = Names.id(connection, table, column, value);
            known.put(value, id);
        }
        return id;
    }
}
