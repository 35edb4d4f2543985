package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.SignalValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What was measured of contents. A content is measured once, whoever's it is and in how many datanets it lies. */
public final class Signals {
    private final Database database;

    Signals(Database database) {
        this.database = database;
    }

    /** Writes values as one transaction, in the place of older ones of the same content, signal and version. */
    public void put(List<SignalValue> values) {
        database.write(connection -> {
            Map<QualitySignal, Long> ids = new HashMap<>();
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert or replace into signal_value (signal_id, content_hash, value, reason)"
                            + " values (?, ?, ?, ?)")) {
                for (SignalValue value : values) {
                    Long known = ids.get(value.signal());
                    long id = known == null ? id(connection, value.signal()) : known;
                    ids.put(value.signal(), id);
                    insert.setLong(1, id);
                    insert.setBytes(2, value.contentHash().bytes());
                    insert.setDouble(3, value.value());
                    insert.setString(4, value.reason());
                    insert.executeUpdate();
                }
            }
            return values.size();
        });
    }

    /** Says which model a signal is measured by, as people call it now. */
    public void measuredBy(QualitySignal signal, String model) {
        database.write(connection -> {
            long id = id(connection, signal);
            return Sql.execute(connection, "update signal set measured_by = ? where id = ?", model, id);
        });
    }

    /** The signals that models measured, with what people call the model. */
    public Map<QualitySignal, String> measuredBy() {
        return database.read(connection -> {
            Map<QualitySignal, String> found = new LinkedHashMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "select name, version, measured_by from signal where measured_by <> '' order by id");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.put(new QualitySignal(row.getString(1), row.getString(2)), row.getString(3));
                }
            }
            return found;
        });
    }

    /** Everything that was measured of a content, by name and version. */
    public List<SignalValue> of(Bytes32 contentHash) {
        return database.read(connection -> {
            List<SignalValue> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select g.name, g.version, v.value, v.reason from signal g join signal_value v"
                            + " on v.signal_id = g.id and v.content_hash = ? order by g.name, g.version")) {
                query.setBytes(1, contentHash.bytes());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new SignalValue(
                                contentHash,
                                new QualitySignal(row.getString(1), row.getString(2)),
                                row.getDouble(3),
                                row.getString(4)));
                    }
                }
            }
            return List.copyOf(found);
        });
    }

    /** Everything that was measured of some contents, by content; those without anything are left out. */
    public Map<Bytes32, List<SignalValue>> of(List<Bytes32> contents) {
        Map<Bytes32, List<SignalValue>> found = new HashMap<>();
        for (Bytes32 content : contents) {
            List<SignalValue> values = of(content);
            if (!values.isEmpty()) {
                found.put(content, values);
            }
        }
        return found;
    }

    /** From the lowest to the highest value of a datanet's rows; empty where nothing was measured. */
    public Optional<SignalRange> range(String datanet, QualitySignal signal) {
        return database.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("""
                        select min(v.value), max(v.value) from signal g join signal_value v on v.signal_id = g.id
                        where g.name = ? and g.version = ? and exists (
                            select 1 from contribution c where c.datanet_id = ? and %s)\
                        """.formatted(Sql.sameHash("c.content_hash", "v.content_hash")))) {
                query.setString(1, signal.name());
                query.setString(2, signal.version());
                query.setLong(3, Catalogue.id(connection, datanet));
                try (ResultSet row = query.executeQuery()) {
                    boolean any = row.next() && row.getObject(1) != null;
                    return any
                            ? Optional.of(new SignalRange(signal, row.getDouble(1), row.getDouble(2)))
                            : Optional.<SignalRange>empty();
                }
            }
        });
    }

    /**
     * A page of the rows whose content the signal has no value for.
     *
     * @param after 0 for the first page, then {@link RowPage#next()}
     */
    public RowPage missing(String datanet, QualitySignal signal, long after, int limit) {
        return database.read(connection -> {
            List<Long> ids = Sql.numbers(
                    connection,
                    """
                    select c.id from contribution c where c.datanet_id = ? and +c.id > ? and not exists (
                        select 1 from signal_value v join signal g on g.id = v.signal_id
                        where g.name = ? and g.version = ? and v.content_hash = c.content_hash)
                    order by +c.id limit ?\
                    """,
                    Catalogue.id(connection, datanet),
                    after,
                    signal.name(),
                    signal.version(),
                    limit + 1);
            boolean more = ids.size() > limit;
            List<Long> shown = more ? ids.subList(0, limit) : ids;
            return new RowPage(
                    RowQueries.rows(connection, shown), more ? OptionalLong.of(shown.getLast()) : OptionalLong.empty());
        });
    }

    /**
     * The ids of the rows that a filter lets through, by what was measured; those without a value last. The store keeps
     * the values in their order, so that nothing is sorted.
     */
    public List<Long> sorted(String datanet, RowFilter filter, QualitySignal signal, boolean descending) {
        return database.search(filter.text(), connection -> {
            long net = Catalogue.id(connection, datanet);
            Set<Long> rest =
                    new LinkedHashSet<>(RowSearch.of(connection, net, filter).ids(0, Integer.MAX_VALUE));
            List<Long> sorted = new ArrayList<>(rest.size());
            String order = descending ? " desc" : "";
            try (PreparedStatement query = connection.prepareStatement(
                    "select c.id from signal_value v cross join contribution c on c.datanet_id = ?"
                            + " and " + Sql.sameHash("c.content_hash", "v.content_hash")
                            + " where v.signal_id = (select id from signal"
                            + " where name = ? and version = ?) order by v.value" + order)) {
                query.setLong(1, net);
                query.setString(2, signal.name());
                query.setString(3, signal.version());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        if (rest.remove(row.getLong(1))) {
                            sorted.add(row.getLong(1));
                        }
                    }
                }
            }
            sorted.addAll(rest);
            return sorted;
        });
    }

    /**
     * How the values of a datanet's rows are spread: how many lie in each of equally wide parts of a range, the ends
     * included. Values outside the range are in none.
     */
    public long[] histogram(String datanet, SignalRange range, int parts) {
        long[] counts = new long[parts];
        double width = (range.to() - range.from()) / parts;
        return database.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("""
                        select v.value from signal g join signal_value v on v.signal_id = g.id
                        join contribution c on c.datanet_id = ? and %s
                        where g.name = ? and g.version = ? and v.value between ? and ?\
                        """.formatted(Sql.sameHash("c.content_hash", "v.content_hash")))) {
                query.setLong(1, Catalogue.id(connection, datanet));
                query.setString(2, range.signal().name());
                query.setString(3, range.signal().version());
                query.setDouble(4, range.from());
                query.setDouble(5, range.to());
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        double place = width > 0 ? (row.getDouble(1) - range.from()) / width : 0;
                        counts[Math.min(parts - 1, (int) place)]++;
                    }
                }
            }
            return counts;
        });
    }

    private static long id(Connection connection, QualitySignal signal) throws SQLException {
        return Sql.number(
                connection,
                "insert into signal (name, version) values (?, ?) on conflict do update set name = excluded.name"
                        + " returning id",
                signal.name(),
                signal.version());
    }
}
