package cultivar.datanet.store;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.RowDiff;
import cultivar.datanet.StoredRow;
import cultivar.datanet.VersionDiff;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Compares two versions of a datanet, row by row in the order of their ids. Texts never change, so that a row is in a
 * version or not; tags are what was changed between the times of the two.
 */
final class Diffs {
    private static final String KINDS = """
        with retag as materialized (
            select x.contribution_id as id, t.name, sum(x.after_value - x.before_value) as turn
            from action a join change x on x.action_id = a.id join tag t on t.id = x.tag_id
            where a.datanet_id = ?1 and a.at > ?4 and a.at <= ?5 group by 1, 2 having turn <> 0
        ), placed as (
            select c.id, c.text_hash, %s as old, %s as new from contribution c where c.datanet_id = ?1 and c.split = 0
                and c.id > ?6
        ), found as (
            select p.id, p.old, p.new, case when p.old = p.new then 0 else coalesce((
                    select d.id from contribution d where d.datanet_id = ?1 and %s and d.id <> p.id and d.split = 0
                        and %s = p.new and %s = p.old limit 1), 0) end as twin
            from placed p where p.old or p.new
        ), kinds as (
            select id, twin, case
                when old and new then case when id in (select id from retag) then 3 else 4 end
                when twin <> 0 then case when new then 2 else 5 end
                when new then 0 else 1 end as kind
            from found
        )
        """.formatted(
                    holds("c", "?2"),
                    holds("c", "?3"),
                    Sql.sameHash("d.text_hash", "p.text_hash"),
                    holds("d", "?2"),
                    holds("d", "?3"));

    /** The numbers that the statement gives the kinds; one more for rows that are the same. */
    private static final RowDiff.Kind[] NUMBERS = {
        RowDiff.Kind.ADDED, RowDiff.Kind.REMOVED, RowDiff.Kind.CHANGED, RowDiff.Kind.RETAGGED
    };

    private static final int SAME = 4;

    private final Connection connection;
    private final DatanetVersion from;
    private final DatanetVersion to;
    private final long datanet;
    private final boolean backwards;

    Diffs(Connection connection, DatanetVersionRef from, DatanetVersionRef to) throws SQLException {
        if (!from.name().equals(to.name())) {
            throw new DatanetException(from + " and " + to
                    + " are versions of two datanets, which have no rows in common; name two versions of one");
        }
        this.connection = connection;
        this.from = Catalogue.version(connection, from);
        this.to = Catalogue.version(connection, to);
        this.datanet = Catalogue.id(connection, from.name());
        this.backwards = from.number() > to.number();
    }

    VersionDiff counts() throws SQLException {
        Map<RowDiff.Kind, Long> counts = new EnumMap<>(RowDiff.Kind.class);
        long same = 0;
        try (PreparedStatement query =
                connection.prepareStatement(KINDS + "select kind, count(*) from kinds group by 1")) {
            bind(query, 0);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int kind = row.getInt(1);
                    if (kind == SAME) {
                        same = row.getLong(2);
                    } else if (kind < SAME) {
                        counts.put(NUMBERS[kind], row.getLong(2));
                    }
                }
            }
        }
        return new VersionDiff(
                from.ref(),
                to.ref(),
                counts.getOrDefault(RowDiff.Kind.ADDED, 0L),
                counts.getOrDefault(RowDiff.Kind.REMOVED, 0L),
                counts.getOrDefault(RowDiff.Kind.CHANGED, 0L),
                counts.getOrDefault(RowDiff.Kind.RETAGGED, 0L),
                same);
    }

    private record Found(long id, RowDiff.Kind kind, long twin, String tags) {}

    DiffPage page(long after, int limit) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(KINDS + """
            select k.id, k.kind, k.twin, coalesce((
                    select group_concat(case when (r.turn > 0) <> ?7 then '+' else '-' end || r.name, ' ')
                    from retag r where r.id = k.id), '') as tags
            from kinds k where k.kind < 4 order by k.id limit ?8\
            """)) {
            bind(query, after);
            query.setBoolean(7, backwards);
            query.setInt(8, limit + 1);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getLong(1), NUMBERS[row.getInt(2)], row.getLong(3), row.getString(4)));
                }
            }
        }
        boolean more = found.size() > limit;
        List<Found> shown = more ? found.subList(0, limit) : found;
        List<StoredRow> rows =
                RowQueries.rows(connection, shown.stream().map(Found::id).toList());
        List<RowDiff> diffs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            diffs.add(new RowDiff(shown.get(i).kind(), rows.get(i), what(shown.get(i), rows.get(i))));
        }
        return new DiffPage(diffs, more ? OptionalLong.of(shown.getLast().id()) : OptionalLong.empty());
    }

    private String what(Found found, StoredRow row) throws SQLException {
        if (found.kind() != RowDiff.Kind.CHANGED) {
            return found.kind() == RowDiff.Kind.RETAGGED ? found.tags() : "";
        }
        Contribution old =
                RowQueries.rows(connection, List.of(found.twin())).getFirst().contribution();
        Contribution now = row.contribution();
        List<String> parts = new ArrayList<>();
        add(parts, "contributor", old.contributor().value(), now.contributor().value());
        add(parts, "licence", old.licence(), now.licence());
        add(parts, "source", old.source(), now.source());
        add(parts, "context", old.context(), now.context());
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String name, String before, String after) {
        if (!before.equals(after)) {
            parts.add(name + " \"" + before + "\" to \"" + after + "\"");
        }
    }

    private void bind(PreparedStatement query, long after) throws SQLException {
        long first = from.created().toEpochMilli();
        long second = to.created().toEpochMilli();
        query.setLong(1, datanet);
        query.setInt(2, from.number());
        query.setInt(3, to.number());
        query.setLong(4, Math.min(first, second));
        query.setLong(5, Math.max(first, second));
        query.setLong(6, after);
    }

    /** Whether a version holds a row, as 0 or 1; see {@link Versions#HOLDS}. */
    private static String holds(String row, String version) {
        return """
            (coalesce(%1$s.since_version <= %2$s and (%1$s.until_version is null or %1$s.until_version > %2$s), 0)
                or exists (select 1 from contribution_span x where x.contribution_id = %1$s.id
                    and x.since_version <= %2$s and x.until_version > %2$s))\
            """.formatted(row, version);
    }
}
