package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.ContributorShare;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.EvmAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and makes datanets and their figures. */
final class Catalogue {
    private static final String VERSIONS = """
        select v.id, v.number, v.root, v.rows, v.created from version v
        where v.datanet_id = ? and (? = 0 or v.number = ?) order by v.number desc limit ?\
        """;

    private Catalogue() {}

    /** The datanet's number in the database. */
    static long id(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select id from datanet where name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        throw new DatanetException(
                "There is no datanet \"" + name + "\"; list those that there are, or create it first");
    }

    static void create(Connection connection, DatanetCard card, long now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
            insert into datanet (name, title, summary, description, guidelines, licence, created)
            values (?, ?, ?, ?, ?, ?, ?) on conflict (name) do nothing returning id\
            """)) {
            insert.setString(1, card.name());
            insert.setString(2, card.title());
            insert.setString(3, card.summary());
            insert.setString(4, card.description());
            insert.setString(5, card.guidelines());
            insert.setString(6, card.licence());
            insert.setLong(7, now);
            long id;
            try (ResultSet row = insert.executeQuery()) {
                if (!row.next()) {
                    throw new DatanetException(
                            "There is a datanet \"" + card.name() + "\" already; choose another name");
                }
                id = row.getLong(1);
            }
            for (DatanetCard.TagMeaning tag : card.tags()) {
                tag(connection, id, tag.name(), tag.meaning());
            }
        }
    }

    static void tag(Connection connection, long datanet, String name, String meaning) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into tag (datanet_id, name, meaning) values (?, ?, ?) on conflict do nothing")) {
            insert.setLong(1, datanet);
            insert.setString(2, name);
            insert.setString(3, meaning);
            insert.executeUpdate();
        }
    }

    static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("select name from datanet order by id");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    static Datanet datanet(Connection connection, String name) throws SQLException {
        long id = id(connection, name);
        List<DatanetCard.TagMeaning> meanings = new ArrayList<>();
        List<Counted> tags = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select t.name, t.meaning, coalesce((select sum(y.rows) from tag_tally y join facet f on"
                        + " f.id = y.facet_id where y.tag_id = t.id and f.split = 0 and f.state = 1), 0)"
                        + " from tag t where t.datanet_id = ? order by t.id")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    meanings.add(new DatanetCard.TagMeaning(row.getString(1), row.getString(2)));
                    tags.add(new Counted(row.getString(1), row.getLong(3)));
                }
            }
        }
        Shares shares = shares(connection, """
            select p.address, l.name, f.rows from facet f join contributor p on p.id = f.contributor_id
            join licence l on l.id = f.licence_id
            where f.datanet_id = ? and f.split = 0 and f.state = 1 and f.rows > 0\
            """, id);
        long heldOut = number(
                connection,
                "select coalesce(sum(rows), 0) from facet where datanet_id = ? and split = 1 and state = 1",
                id);
        long drafts = number(
                connection,
                "select coalesce(sum(rows), 0) from facet where datanet_id = ? and split = 0 and state = 1 and held ="
                        + " 0",
                id);
        List<DatanetVersion> latest = versions(connection, name, id, 0, 1);
        try (PreparedStatement query = connection.prepareStatement("select * from datanet where id = ?")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                DatanetCard card = new DatanetCard(
                        name,
                        row.getString("title"),
                        row.getString("summary"),
                        row.getString("description"),
                        row.getString("guidelines"),
                        meanings,
                        row.getString("licence"));
                return new Datanet(
                        card,
                        Instant.ofEpochMilli(row.getLong("created")),
                        shares.total(),
                        heldOut,
                        drafts,
                        shares.contributors(),
                        shares.licences(),
                        tags,
                        latest.stream().findFirst());
            }
        }
    }

    static List<DatanetVersion> versions(Connection connection, String name) throws SQLException {
        return versions(connection, name, id(connection, name), 0, Integer.MAX_VALUE);
    }

    static DatanetVersion version(Connection connection, DatanetVersionRef ref) throws SQLException {
        Optional<DatanetVersion> found =
                versions(connection, ref.name(), id(connection, ref.name()), Math.max(ref.number(), -1), 1).stream()
                        .filter(version -> version.number() == ref.number())
                        .findFirst();
        return found.orElseThrow(() -> new DatanetException("The datanet \"" + ref.name() + "\" has no version "
                + ref.number() + "; publish one, or name one that it has"));
    }

    /** Newest first; of number 0 all. */
    private static List<DatanetVersion> versions(Connection connection, String name, long id, int number, int limit)
            throws SQLException {
        List<DatanetVersion> versions = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(VERSIONS)) {
            query.setLong(1, id);
            query.setInt(2, number);
            query.setInt(3, number);
            query.setInt(4, limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Shares shares = shares(connection, """
                        select p.address, l.name, s.rows from version_share s
                        join contributor p on p.id = s.contributor_id
                        join licence l on l.id = s.licence_id where s.version_id = ?\
                        """, row.getLong("id"));
                    versions.add(new DatanetVersion(
                            new DatanetVersionRef(name, row.getInt("number")),
                            Bytes32.of(row.getBytes("root")),
                            row.getLong("rows"),
                            Instant.ofEpochMilli(row.getLong("created")),
                            shares.contributors(),
                            shares.licences()));
                }
            }
        }
        return versions;
    }

    private record Shares(long total, List<ContributorShare> contributors, List<Counted> licences) {}

    /** Sums rows of (address, licence, rows) each way. */
    private static Shares shares(Connection connection, String sql, long id) throws SQLException {
        Map<String, Long> byAddress = new LinkedHashMap<>();
        Map<String, Long> byLicence = new LinkedHashMap<>();
        long total = 0;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long rows = row.getLong(3);
                    byAddress.merge(row.getString(1), rows, Long::sum);
                    byLicence.merge(row.getString(2), rows, Long::sum);
                    total += rows;
                }
            }
        }
        double all = Math.max(1, total);
        List<ContributorShare> contributors = byAddress.entrySet().stream()
                .map(e -> new ContributorShare(new EvmAddress(e.getKey()), e.getValue(), e.getValue() / all))
                .sorted(Comparator.comparingLong(ContributorShare::rows)
                        .reversed()
                        .thenComparing(ContributorShare::contributor))
                .toList();
        List<Counted> licences = byLicence.entrySet().stream()
                .map(e -> new Counted(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(Counted::rows).reversed().thenComparing(Counted::name))
                .toList();
        return new Shares(total, contributors, licences);
    }

    private static long number(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
