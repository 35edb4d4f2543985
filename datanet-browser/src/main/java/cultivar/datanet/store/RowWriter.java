package cultivar.datanet.store;

import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes rows of one datanet within one transaction, keeping the text index and the tallies in step. */
final class RowWriter implements AutoCloseable {
    /** What became of a row. */
    enum Outcome {
        ADDED,
        DUPLICATE,
        /** Its text is on the other side of the split. */
        OTHER_SIDE
    }

    private final Connection connection;
    private final long datanet;
    private final Split split;
    private final ReviewState state;
    private final long importId;
    private final long now;
    private final PreparedStatement twins;
    private final PreparedStatement insert;
    private final PreparedStatement words;
    private final PreparedStatement standing;
    private final PreparedStatement tagged;
    /** The newest row; nobody else adds one while this transaction lasts. */
    private long last;

    private final Map<String, Long> contributors = new HashMap<>();
    private final Map<String, Long> licences = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private final Map<List<Long>, Long> facets = new HashMap<>();
    /** What the text index is still to get, by row. */
    private final Map<Long, String> texts = new LinkedHashMap<>();

    private final Map<Long, Long> tally = new HashMap<>();
    private final Map<List<Long>, Long> tagTally = new HashMap<>();

    /** Writes rows that get the state. */
    RowWriter(Connection connection, long datanet, Split split, ReviewState state, long importId, long now)
            throws SQLException {
        this.connection = connection;
        this.datanet = datanet;
        this.split = split;
        this.state = state;
        this.importId = importId;
        this.now = now;
        twins = connection.prepareStatement("""
            select c.split, c.content_hash, p.address from contribution c
            join contributor p on p.id = c.contributor_id where c.datanet_id = ? and c.text_hash = ?\
            """);
        insert = connection.prepareStatement("""
            insert into contribution (id, datanet_id, split, contributor_id, licence_id, source, context, messages,
                content_hash, text_hash, leaf, import_id, line, created, place)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
        words = connection.prepareStatement("insert into contribution_words (rowid, net, body) values (?, ?, ?)");
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
        twins.setLong(1, datanet);
        twins.setBytes(2, row.textHash());
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
        insert(row);
        return Outcome.ADDED;
    }

    private void insert(PreparedRow row) throws SQLException {
        long contributor = key(contributors, row.contributor(), "contributor", "address");
        long licence = key(licences, row.licence(), "licence", "name");
        long id = ++last;
        insert.setLong(1, id);
        insert.setLong(2, datanet);
        insert.setInt(3, Codes.number(split));
        insert.setLong(4, contributor);
        insert.setLong(5, licence);
        insert.setString(6, row.source());
        insert.setString(7, row.context());
        insert.setString(8, row.messages());
        insert.setBytes(9, row.contentHash());
        insert.setBytes(10, row.textHash());
        insert.setBytes(11, row.leaf());
        insert.setLong(12, importId);
        insert.setLong(13, row.line());
        insert.setLong(14, now);
        insert.setString(15, row.place());
        insert.executeUpdate();
        texts.put(id, row.words());
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
            tagTally.merge(List.of(tag, facet), 1L, Long::sum);
        }
        tally.merge(facet, 1L, Long::sum);
    }

    /** Writes the text index and the tallies and releases the statements; the transaction must be committed after it, or rolled back. */
    @Override
    public void close() throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("update facet set rows = rows + ? where id = ?");
                PreparedStatement addTag = connection.prepareStatement("""
                    insert into tag_tally (tag_id, facet_id, rows) values (?, ?, ?)
                    on conflict do update set rows = rows + excluded.rows\
                    """);
                twins;
                insert;
                words;
                standing;
                tagged) {
            // In one go: between statements that may fail in their middle, such as the insertion of a row, the index
            // writes a piece for each text.
            words.setString(2, "d" + datanet);
            for (Map.Entry<Long, String> entry : texts.entrySet()) {
                words.setLong(1, entry.getKey());
                words.setString(3, entry.getValue());
                words.executeUpdate();
            }
            for (Map.Entry<Long, Long> entry : tally.entrySet()) {
                add.setLong(1, entry.getValue());
                add.setLong(2, entry.getKey());
                add.executeUpdate();
            }
            for (Map.Entry<List<Long>, Long> entry : tagTally.entrySet()) {
                addTag.setLong(1, entry.getKey().getFirst());
                addTag.setLong(2, entry.getKey().getLast());
                addTag.setLong(3, entry.getValue());
                addTag.executeUpdate();
            }
        }
    }

    private long facet(long contributor, long licence) throws SQLException {
        List<Long> mix = List.of(contributor, licence);
        Long known = facets.get(mix);
        if (known != null) {
            return known;
        }
        try (PreparedStatement upsert = connection.prepareStatement("""
            insert into facet (datanet_id, split, contributor_id, licence_id, state, held) values (?, ?, ?, ?, ?, 0)
            on conflict do update set rows = rows returning id\
            """)) {
            upsert.setLong(1, datanet);
            upsert.setInt(2, Codes.number(split));
            upsert.setLong(3, contributor);
            upsert.setLong(4, licence);
            upsert.setInt(5, Codes.number(state));
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                facets.put(mix, row.getLong(1));
                return row.getLong(1);
            }
        }
    }

    private long tagKey(String name) throws SQLException {
        Long known = tags.get(name);
        if (known != null) {
            return known;
        }
        Catalogue.tag(connection, datanet, name, "");
        try (PreparedStatement query =
                connection.prepareStatement("select id from tag where datanet_id = ? and name = ?")) {
            query.setLong(1, datanet);
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                tags.put(name, row.getLong(1));
                return row.getLong(1);
            }
        }
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
