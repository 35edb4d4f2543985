package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups of rows that say nearly the same, as the last check of a datanet found them. A row that is rejected is a copy of
 * nothing any more.
 *
 * <p>In a list that shows copies as one, the first row of a group stands for all of it. Rejected rows of a group from which
 * a row is left are left out, unless the filter is about the state.
 */
public final class Copies {
    private static final int BATCH = 500;

    /** So many rows are looked at for the front of a list; whoever wants more asks for the whole list. */
    private static final int LOOK = 8 * BATCH;

    /** Up to so many rows are looked up one by one. */
    private static final int FEW = 2000;

    private final Database database;

    Copies(Database database) {
        this.database = database;
    }

    /**
     * The front of a list in which copies are one.
     *
     * @param whole whether nothing follows
     */
    public record Front(List<StoredRow> rows, boolean whole) {}

    /** A row's place in a group. */
    private record Member(long group, boolean rejected, boolean groupKept) {}

    /**
     * Writes the groups of a datanet in the place of those that were found before.
     *
     * @param groups each by the contents of its rows; contents that the datanet does not have are left out
     */
    public void put(String datanet, List<List<Bytes32>> groups) {
        database.write(connection -> {
            long net = Catalogue.id(connection, datanet);
            Sql.execute(connection, "delete from copy where datanet_id = ?", net);
            try (PreparedStatement find = connection.prepareStatement("select id from contribution"
                            + " where datanet_id = ? and " + Sql.sameHash("content_hash", "?2") + " order by id");
                    PreparedStatement insert = connection.prepareStatement(
                            "insert into copy (contribution_id, datanet_id, group_id) values (?, ?, ?)")) {
                find.setLong(1, net);
                insert.setLong(2, net);
                for (List<Bytes32> group : groups) {
                    List<Long> rows = rows(find, group);
                    if (rows.size() > 1) {
                        insert.setLong(3, rows.getFirst());
                        for (long row : rows) {
                            insert.setLong(1, row);
                            insert.executeUpdate();
                        }
                    }
                }
            }
            return groups.size();
        });
    }

    private static List<Long> rows(PreparedStatement find, List<Bytes32> contents) throws SQLException {
        List<Long> rows = new ArrayList<>();
        for (Bytes32 content : new HashSet<>(contents)) {
            find.setBytes(2, content.bytes());
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    rows.add(row.getLong(1));
                }
            }
        }
        rows.sort(Long::compare);
        return rows;
    }

    /** The first rows that a filter lets through, copies as one; fewer than wanted where many are copies. */
    public Front first(String datanet, RowFilter filter, int limit) {
        return database.search(filter.text(), connection -> {
            long net = Catalogue.id(connection, datanet);
            RowSearch search = RowSearch.of(connection, net, filter);
            Picker picker = new Picker(connection, net, filter);
            List<Long> picked = new ArrayList<>();
            long after = 0;
            boolean whole = false;
            for (int looked = 0; looked < LOOK && picked.size() <= limit && !whole; looked += BATCH) {
                List<Long> next = search.ids(after, BATCH);
                whole = next.size() < BATCH;
                if (!next.isEmpty()) {
                    picked.addAll(picker.pick(next));
                    after = next.getLast();
                }
            }
            boolean all = whole && picked.size() <= limit;
            return new Front(RowQueries.rows(connection, picked.subList(0, Math.min(limit, picked.size()))), all);
        });
    }

    /** The ids of all rows that a filter lets through, copies as one. */
    public List<Long> ids(String datanet, RowFilter filter) {
        return database.search(filter.text(), connection -> {
            long net = Catalogue.id(connection, datanet);
            List<Long> ids = RowSearch.of(connection, net, filter).ids(0, Integer.MAX_VALUE);
            return new Picker(connection, net, filter).pick(ids);
        });
    }

    /** A list of all rows that a filter lets through in some order, without those that another row stands for. */
    public List<Long> asOne(String datanet, RowFilter filter, List<Long> ids) {
        return database.read(connection -> new Picker(connection, Catalogue.id(connection, datanet), filter).pick(ids));
    }

    /** How many copies there are of rows, by their ids; those without any are left out. */
    public Map<Long, Integer> counts(List<Long> rows) {
        return database.read(connection -> {
            Map<Long, Integer> counts = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement("""
                select k.contribution_id, (
                    select count(*) from copy o cross join contribution_state s on s.contribution_id = o.contribution_id
                    cross join facet f on f.id = s.facet_id
                    where o.datanet_id = k.datanet_id and o.group_id = k.group_id
                        and o.contribution_id <> k.contribution_id and f.state <> 2
                ) from json_each(?) j cross join copy k on k.contribution_id = j.value
                cross join contribution_state s on s.contribution_id = k.contribution_id
                cross join facet f on f.id = s.facet_id where f.state <> 2\
                """)) {
                query.setString(1, Sql.array(rows));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        if (row.getInt(2) > 0) {
                            counts.put(row.getLong(1), row.getInt(2));
                        }
                    }
                }
            }
            return counts;
        });
    }

    /** The ids of a row and its copies, in their order; the row alone where it has none. */
    public List<Long> of(long row) {
        return database.read(connection -> {
            List<Long> ids = Sql.numbers(
                    connection,
                    "select o.contribution_id from copy k cross join copy o on o.datanet_id = k.datanet_id"
                            + " and o.group_id = k.group_id"
                            + " cross join contribution_state s on s.contribution_id = o.contribution_id"
                            + " cross join facet f on f.id = s.facet_id"
                            + " where k.contribution_id = ? and (f.state <> 2"
                            + " or o.contribution_id = k.contribution_id) order by o.contribution_id",
                    row);
            return ids.isEmpty() ? List.of(row) : ids;
        });
    }

    /** Picks the rows that are shown, list after list. */
    private static final class Picker {
        private final Connection connection;
        private final long datanet;
        private final RowFilter filter;
        private final Set<Long> shown = new HashSet<>();

        Picker(Connection connection, long datanet, RowFilter filter) {
            this.connection = connection;
            this.datanet = datanet;
            this.filter = filter;
        }

        List<Long> pick(List<Long> ids) throws SQLException {
            if (filter.state() == ReviewState.REJECTED) {
                return ids;
            }
            Map<Long, Member> members = ids.size() <= FEW
                    ? read("from json_each(?) j cross join copy k on k.contribution_id = j.value", Sql.array(ids))
                    : read("from copy k where k.datanet_id = ?", datanet);
            List<Long> picked = new ArrayList<>(ids.size());
            for (long id : ids) {
                Member member = members.get(id);
                if (member == null || isShown(member)) {
                    picked.add(id);
                }
            }
            return picked;
        }

        private boolean isShown(Member member) {
            return member.rejected() ? !member.groupKept() : shown.add(member.group());
        }

        private Map<Long, Member> read(String from, Object value) throws SQLException {
            Map<Long, Member> members = new HashMap<>();
            String sql = "select k.contribution_id, k.group_id, f.state = 2, f.state <> 2"
                    + " or exists (select 1 from copy o cross join contribution_state y on"
                    + " y.contribution_id = o.contribution_id cross join facet g on g.id = y.facet_id"
                    + " where o.datanet_id = k.datanet_id and o.group_id = k.group_id and g.state <> 2"
                    + ") from (select k.* " + from + ") k"
                    + " cross join contribution_state s on s.contribution_id = k.contribution_id"
                    + " cross join facet f on f.id = s.facet_id";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                Sql.bind(query, value);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        members.put(row.getLong(1), new Member(row.getLong(2), row.getBoolean(3), row.getBoolean(4)));
                    }
                }
            }
            return members;
        }
    }
}
