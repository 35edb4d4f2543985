package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import cultivar.datanet.StoredRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows. A page begins behind an id, so that the thousandth costs what the first does. */
final class RowQueries {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SEPARATOR = "\u001f";
    private static final String COLUMNS = """
        select c.id, c.split, c.messages, c.source, c.context, c.content_hash, c.since_version,
            c.until_version, c.line, c.place, f.state, r.words as reason, p.address, l.name as licence, i.file,
            (select group_concat(t.name, char(31)) from contribution_tag x join tag t on t.id = x.tag_id
                where x.contribution_id = c.id) as tags
        """;
    private static final String JOINS = """
         join contributor p on p.id = c.contributor_id
         join licence l on l.id = c.licence_id
         left join import_run i on i.id = c.import_id
         join contribution_state s on s.contribution_id = c.id
         join facet f on f.id = s.facet_id
         left join reason r on r.id = s.reason_id
        """;

    private RowQueries() {}

    static RowPage page(Connection connection, long datanet, RowFilter filter, long after, int limit)
            throws SQLException {
        List<Long> ids = RowSearch.of(connection, datanet, filter).ids(after, limit + 1);
        boolean more = ids.size() > limit;
        List<Long> shown = more ? ids.subList(0, limit) : ids;
        return new RowPage(rows(connection, shown), more ? OptionalLong.of(shown.getLast()) : OptionalLong.empty());
    }

    /** The rows of ids, in the ids' order. */
    static List<StoredRow> rows(Connection connection, List<Long> ids) throws SQLException {
        // The ids stand first, so that what is joined is joined for them alone.
        String sql = COLUMNS + " from json_each(?) k cross join contribution c on c.id = k.value" + JOINS
                + " order by k.key";
        List<StoredRow> rows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, Sql.array(ids));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        return rows;
    }

    /** A page of a version's rows. */
    static RowPage ofVersion(Connection connection, long datanet, int version, long after, int limit)
            throws SQLException {
        String sql =
                COLUMNS + " from contribution c" + JOINS + Versions.HOLDS + " and c.id > ?3 order by c.id limit ?4";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, datanet);
            query.setInt(2, version);
            query.setLong(3, after);
            query.setInt(4, limit + 1);
            return page(query, limit);
        }
    }

    /** The messages that {@code messages} holds as canonical JSON. */
    static List<Message> messages(String json) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : JSON.readTree(json)) {
            Role role = Role.ofId(turn.path("role").asString("")).orElseThrow();
            messages.add(new Message(role, turn.path("content").asString("")));
        }
        return messages;
    }

    private static RowPage page(PreparedStatement query, int limit) throws SQLException {
        List<StoredRow> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (rows.size() < limit && result.next()) {
                rows.add(row(result));
            }
            boolean more = rows.size() == limit && result.next();
            return new RowPage(rows, more ? OptionalLong.of(rows.getLast().id()) : OptionalLong.empty());
        }
    }

    private static StoredRow row(ResultSet result) throws SQLException {
        String tags = result.getString("tags");
        String file = result.getString("file");
        int since = result.getInt("since_version");
        boolean draft = result.wasNull() || result.getObject("until_version") != null;
        String place = result.getString("place");
        String reason = result.getString("reason");
        Contribution contribution = new Contribution(
                messages(result.getString("messages")),
                new EvmAddress(result.getString("address")),
                result.getString("licence"),
                result.getString("source"),
                result.getString("context"),
                tags == null ? List.of() : List.of(tags.split(SEPARATOR, -1)));
        return new StoredRow(
                result.getLong("id"),
                Codes.split(result.getInt("split")),
                contribution,
                Bytes32.of(result.getBytes("content_hash")),
                draft ? null : since,
                file == null ? "" : file + (place.isEmpty() ? ":" + result.getLong("line") : ", " + place),
                Codes.state(result.getInt("state")),
                reason == null ? "" : reason);
    }
}
