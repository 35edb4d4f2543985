package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.CanonicalForm;
import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.merkle.MerkleProof;
import cultivar.datanet.merkle.MerkleTree;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Publishes versions, proves that rows are in them, and recomputes them. */
final class Versions {
    /** That a version (parameter 2) of a datanet (parameter 1) holds the contribution c. */
    static final String HOLDS = """

        where c.datanet_id = ?1 and c.split = 0
            and (c.since_version <= ?2 and (c.until_version is null or c.until_version > ?2)
                or exists (select 1 from contribution_span x where x.contribution_id = c.id
                    and x.since_version <= ?2 and x.until_version > ?2))
        """;

    private static final String ROWS = """

        from contribution c join contributor p on p.id = c.contributor_id
        join licence l on l.id = c.licence_id\
        """ + HOLDS + " order by c.id";

    private Versions() {}

    /** Makes the next version of all accepted training rows. */
    static DatanetVersion publish(Connection connection, String name, long now) throws SQLException {
        long datanet = Catalogue.id(connection, name);
        int number =
                1 + integer(connection, "select coalesce(max(number), 0) from version where datanet_id = ?", datanet);
        if (Membership.renew(connection, datanet, number) == 0) {
            throw new DatanetException(
                    number == 1
                            ? "The datanet \"" + name + "\" has no accepted training rows to publish; import some, or"
                                    + " accept some first"
                            : "Nothing was changed in \"" + name + "\" since version " + (number - 1)
                                    + "; there is nothing to publish");
        }
        if (integer(connection, "select sum(rows) from facet where datanet_id = ? and held = 1", datanet) == 0) {
            throw new DatanetException(
                    "No row of \"" + name + "\" is accepted, and a version needs at least one; accept some first");
        }
        MerkleTree tree = tree(connection, datanet, number);
        long version;
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into version (datanet_id, number, root, rows, created) values (?, ?, ?, ?, ?) returning id")) {
            insert.setLong(1, datanet);
            insert.setInt(2, number);
            insert.setBytes(3, tree.root().bytes());
            insert.setLong(4, tree.size());
            insert.setLong(5, now);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                version = row.getLong(1);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into version_share (version_id, contributor_id, licence_id, rows) "
                        + "select ?, contributor_id, licence_id, sum(rows) from facet "
                        + "where datanet_id = ? and held = 1 and rows > 0 group by contributor_id, licence_id")) {
            insert.setLong(1, version);
            insert.setLong(2, datanet);
            insert.executeUpdate();
        }
        History.add(
                connection,
                datanet,
                Names.actor(connection, DatanetStore.OWNER),
                now,
                HistoryEntry.Kind.PUBLISH,
                "version " + number,
                tree.size());
        return Catalogue.version(connection, new DatanetVersionRef(name, number));
    }

    static MerkleProof prove(Connection connection, DatanetVersionRef ref, long row) throws SQLException {
        Catalogue.version(connection, ref);
        long datanet = Catalogue.id(connection, ref.name());
        MerkleTree.Builder builder = new MerkleTree.Builder();
        int index = -1;
        byte[] hash = {};
        String address = "";
        try (PreparedStatement query =
                        connection.prepareStatement("select c.id, c.leaf, c.content_hash, p.address" + ROWS);
                ResultSet result = rows(query, datanet, ref.number())) {
            while (result.next()) {
                if (result.getLong(1) == row) {
                    index = builder.size();
                    hash = result.getBytes(3);
                    address = result.getString(4);
                }
                builder.add(result.getBytes(2));
            }
        }
        if (index < 0) {
            throw new DatanetException("Row " + row + " is not in " + ref + "; a proof needs one of its rows");
        }
        MerkleTree tree = builder.build();
        return new MerkleProof(Bytes32.of(hash), new EvmAddress(address), tree.proof(index), tree.root());
    }

    /** Recomputes every hash of a version from the stored texts. */
    static VersionCheck verify(Connection connection, DatanetVersionRef ref) throws SQLException {
        DatanetVersion version = Catalogue.version(connection, ref);
        long datanet = Catalogue.id(connection, ref.name());
        MerkleTree.Builder builder = new MerkleTree.Builder();
        List<VersionCheck.Difference> differences = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("select c.id, c.messages, c.source, c.context,"
                        + " c.content_hash, c.text_hash, c.leaf, p.address, l.name as licence" + ROWS);
                ResultSet result = rows(query, datanet, ref.number())) {
            while (result.next()) {
                builder.add(check(result, builder.size() + 1L, differences));
            }
        }
        Bytes32 root = builder.size() == 0
                ? new Bytes32("0x" + "0".repeat(64))
                : builder.build().root();
        return new VersionCheck(ref, builder.size(), version.rows(), version.root(), root, differences);
    }

    /** Compares one row with its hashes; returns the leaf of what is stored now. */
    private static byte[] check(ResultSet row, long position, List<VersionCheck.Difference> differences)
            throws SQLException {
        long id = row.getLong("id");
        Bytes32 expected = Bytes32.of(row.getBytes("content_hash"));
        Bytes32 leaf = Bytes32.of(row.getBytes("leaf"));
        byte[] none = new byte[32];
        try {
            String messages = row.getString("messages");
            EvmAddress contributor = new EvmAddress(row.getString("address"));
            String licence = row.getString("licence");
            String source = row.getString("source");
            String context = row.getString("context");
            Contribution contribution =
                    new Contribution(RowQueries.messages(messages), contributor, licence, source, context, List.of());
            Bytes32 found = contribution.contentHash();
            boolean asWritten = contribution.licence().equals(licence)
                    && contribution.source().equals(source)
                    && contribution.context().equals(context)
                    && CanonicalForm.messages(contribution.messages()).equals(messages)
                    && contribution.textHash().equals(Bytes32.of(row.getBytes("text_hash")));
            Bytes32 foundLeaf = MerkleTree.leaf(found, contributor);
            if (!found.equals(expected) || !asWritten) {
                add(differences, position, id, "content", expected.hex(), found.hex());
            } else if (!foundLeaf.equals(leaf)) {
                add(differences, position, id, "contributor", leaf.hex(), foundLeaf.hex());
            }
            return foundLeaf.bytes();
        } catch (DatanetException | JacksonException | IllegalArgumentException | java.util.NoSuchElementException e) {
            add(differences, position, id, "content (unreadable: " + e.getMessage() + ")", expected.hex(), "");
            return none;
        }
    }

    private static void add(
            List<VersionCheck.Difference> differences,
            long position,
            long row,
            String what,
            String expected,
            String found) {
        if (differences.size() < VersionCheck.LISTED) {
            differences.add(new VersionCheck.Difference(position, row, what, expected, found));
        }
    }

    private static MerkleTree tree(Connection connection, long datanet, int number) throws SQLException {
        MerkleTree.Builder builder = new MerkleTree.Builder();
        try (PreparedStatement query = connection.prepareStatement("select c.leaf" + ROWS);
                ResultSet result = rows(query, datanet, number)) {
            while (result.next()) {
                builder.add(result.getBytes(1));
            }
        }
        return builder.build();
    }

    private static ResultSet rows(PreparedStatement query, long datanet, int number) throws SQLException {
        query.setLong(1, datanet);
        query.setInt(2, number);
        return query.executeQuery();
    }

    private static int integer(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
