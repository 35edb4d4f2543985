package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.CanonicalForm;
import cultivar.datanet.Contribution;
import cultivar.datanet.Keccak;
import cultivar.datanet.Message;
import cultivar.datanet.Split;
import cultivar.datanet.merkle.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
    private final long importId;
    private final long now;
    private final PreparedStatement twins;
    private final PreparedStatement insert;
    private final PreparedStatement words;
    private final PreparedStatement tagged;
    private final Map<String, Long> contributors = new HashMap<>();
    private final Map<String, Long> licences = new HashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private final Map<List<Long>, Long> tally = new HashMap<>();
    private final Map<Long, Long> tagTally = new HashMap<>();

    RowWriter(Connection connection, long datanet, Split split, long importId, long now) throws SQLException {
        this.connection = connection;
        this.datanet = datanet;
        this.split = split;
        this.importId = importId;
        this.now = now;
        twins = connection.prepareStatement("""
            select c.split, c.content_hash, p.address from contribution c
            join contributor p on p.id = c.contributor_id where c.datanet_id = ? and c.text_hash = ?\
            """);
        insert = connection.prepareStatement("""
            insert into contribution (datanet_id, split, contributor_id, licence_id, source, context, messages,
                content_hash, text_hash, leaf, import_id, line, created)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id\
            """);
        words = connection.prepareStatement("insert into contribution_words (rowid, net, body) values (?, ?, ?)");
        tagged = connection.prepareStatement("insert into contribution_tag (tag_id, contribution_id) values (?, ?)");
    }

    Outcome write(Contribution row, long line) throws SQLException {
        byte[] messages = CanonicalForm.ofMessages(row.messages());
        byte[] textHash = Keccak.hash(messages);
        byte[] contentHash = Keccak.hash(CanonicalForm.of(row));
        twins.setLong(1, datanet);
        twins.setBytes(2, textHash);
        try (ResultSet twin = twins.executeQuery()) {
            while (twin.next()) {
                if (twin.getInt(1) != Sides.number(split)) {
                    return Outcome.OTHER_SIDE;
                }
                if (Arrays.equals(contentHash, twin.getBytes(2))
                        && row.contributor().value().equals(twin.getString(3))) {
                    return Outcome.DUPLICATE;
                }
            }
        }
        insert(row, line, messages, textHash, contentHash);
        return Outcome.ADDED;
    }

    private void insert(Contribution row, long line, byte[] messages, byte[] textHash, byte[] contentHash)
            throws SQLException {
        long contributor = key(contributors, row.contributor().value(), "contributor", "address");
        long licence = key(licences, row.licence(), "licence", "name");
        byte[] leaf =
                MerkleTree.leaf(Bytes32.of(contentHash), row.contributor()).bytes();
        insert.setLong(1, datanet);
        insert.setInt(2, Sides.number(split));
        insert.setLong(3, contributor);
        insert.setLong(4, licence);
        insert.setString(5, row.source());
        insert.setString(6, row.context());
        insert.setString(7, new String(messages, StandardCharsets.UTF_8));
        insert.setBytes(8, contentHash);
        insert.setBytes(9, textHash);
        insert.setBytes(10, leaf);
        insert.setLong(11, importId);
        insert.setLong(12, line);
        insert.setLong(13, now);
        long id;
        try (ResultSet made = insert.executeQuery()) {
            made.next();
            id = made.getLong(1);
        }
        words.setLong(1, id);
        words.setString(2, "d" + datanet);
        words.setString(3, row.messages().stream().map(Message::content).collect(Collectors.joining("\n")));
        words.executeUpdate();
        for (String name : row.tags()) {
            long tag = tagKey(name);
            tagged.setLong(1, tag);
            tagged.setLong(2, id);
            tagged.executeUpdate();
            if (split == Split.TRAIN) {
                tagTally.merge(tag, 1L, Long::sum);
            }
        }
        tally.merge(List.of(contributor, licence), 1L, Long::sum);
    }

    /** Writes the tallies and releases the statements; the transaction must be committed after it, or rolled back. */
    @Override
    public void close() throws SQLException {
        try (PreparedStatement add = connection.prepareStatement("""
            insert into tally (datanet_id, split, contributor_id, licence_id, rows) values (?, ?, ?, ?, ?)
            on conflict do update set rows = rows + excluded.rows\
            """);
                PreparedStatement addTag = connection.prepareStatement("update tag set rows = rows + ? where id = ?");
                twins;
                insert;
                words;
                tagged) {
            for (Map.Entry<List<Long>, Long> entry : tally.entrySet()) {
                add.setLong(1, datanet);
                add.setInt(2, Sides.number(split));
                add.setLong(3, entry.getKey().getFirst());
                add.setLong(4, entry.getKey().getLast());
                add.setLong(5, entry.getValue());
                add.executeUpdate();
            }
            for (Map.Entry<Long, Long> entry : tagTally.entrySet()) {
                addTag.setLong(1, entry.getValue());
                addTag.setLong(2, entry.getKey());
                addTag.executeUpdate();
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

    /** The id of a name in one of the small tables of names, which it is added to if need be. */
    private long key(Map<String, Long> known, String value, String table, String column) throws SQLException {
        Long id = known.get(value);
        if (id != null) {
            return id;
        }
        // The update changes nothing; it makes "returning" answer for a row that is there already.
        String sql = "insert into " + table + " (" + column + ") values (?) on conflict do update set " + column
                + " = excluded." + column + " returning id";
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            upsert.setString(1, value);
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                known.put(value, row.getLong(1));
                return row.getLong(1);
            }
        }
    }
}
