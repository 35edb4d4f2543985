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
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows. A page begins behind an id, so that the thousandth costs what the first does. */
final class RowQueries {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SEPARATOR = "\u001f";
    private static final String COLUMNS = """
        select c.id, c.split, c.messages, c.source, c.context, c.content_hash, c.since_version, c.line,
            p.address, l.name as licence, i.file,
            (select group_concat(t.name, char(31)) from contribution_tag x join tag t on t.id = x.tag_id
                where x.contribution_id = c.id) as tags
        """;
    private static final String JOINS = """
         join contributor p on p.id = c.contributor_id
         join licence l on l.id = c.licence_id
         left join import_run i on i.id = c.import_id
        """;

    private RowQueries() {}

    static RowPage page(Connection connection, long datanet, RowFilter filter, long after, int limit)
            throws SQLException {
        Condition condition = Condition.of(datanet, filter);
        String sql = COLUMNS + condition.from() + JOINS + condition.where() + " and " + condition.key()
                + " > ? order by " + condition.key() + " limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int next = condition.bind(query);
            query.setLong(next, after);
            query.setInt(next + 1, limit + 1);
            return page(query, limit);
        }
    }

    static long count(Connection connection, long datanet, RowFilter filter) throws SQLException {
        Condition condition = Condition.of(datanet, filter);
        try (PreparedStatement query =
                connection.prepareStatement("select count(*) " + condition.from() + condition.where())) {
            condition.bind(query);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** A page of a version's rows. */
    static RowPage ofVersion(Connection connection, long datanet, int version, long after, int limit)
            throws SQLException {
        String sql = COLUMNS + " from contribution c " + JOINS + """
            where c.datanet_id = ? and c.split = 0 and c.id > ? and c.since_version <= ?
                and (c.until_version is null or c.until_version > ?) order by c.id limit ?\
            """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, datanet);
            query.setLong(2, after);
            query.setInt(3, version);
            query.setInt(4, version);
            query.setInt(5, limit + 1);
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
        boolean draft = result.wasNull();
        Contribution contribution = new Contribution(
                messages(result.getString("messages")),
                new EvmAddress(result.getString("address")),
                result.getString("licence"),
                result.getString("source"),
                result.getString("context"),
                tags == null ? List.of() : List.of(tags.split(SEPARATOR, -1)));
        return new StoredRow(
                result.getLong("id"),
                Sides.split(result.getInt("split")),
                contribution,
                Bytes32.of(result.getBytes("content_hash")),
                draft ? null : since,
                file == null ? "" : file + ":" + result.getLong("line"));
    }

    /** A filter as SQL, led by its most selective index. */
    private record Condition(String from, String where, String key, List<Object> values) {
        static Condition of(long datanet, RowFilter filter) {
            List<Object> values = new ArrayList<>();
            String words = words(filter.text());
            boolean byWords = !words.isEmpty();
            StringBuilder where = new StringBuilder(" where ");
            String from = " from contribution c ";
            String key = "c.id";
            if (byWords) {
                // The cross join keeps SQLite from walking the table and asking the text index for each row.
                from = " from contribution_words w cross join contribution c on c.id = w.rowid ";
                key = "w.rowid";
                where.append("contribution_words match ? and c.datanet_id = ?");
                values.add("net:d" + datanet + " AND body:(" + words + ")");
            } else if (filter.tag() != null) {
                from = " from contribution_tag g cross join contribution c on c.id = g.contribution_id ";
                key = "g.contribution_id";
                where.append("g.tag_id = (select id from tag where datanet_id = ? and name = ?) and c.datanet_id = ?");
                values.add(datanet);
                values.add(filter.tag());
            } else {
                where.append("c.datanet_id = ?");
            }
            values.add(datanet);
            if (byWords && filter.tag() != null) {
                where.append(" and exists (select 1 from contribution_tag g join tag t on t.id = g.tag_id"
                        + " where g.contribution_id = c.id and t.datanet_id = c.datanet_id and t.name = ?)");
                values.add(filter.tag());
            }
            if (!byWords && !filter.text().isBlank()) {
                where.append(" and instr(c.messages, ?) > 0");
                values.add(filter.text().strip());
            }
            if (filter.contributor() != null) {
                where.append(" and c.contributor_id = (select id from contributor where address = ?)");
                values.add(filter.contributor().value());
            }
            if (filter.draftsOnly()) {
                where.append(" and c.split = 0 and c.since_version is null");
            }
            if (filter.split() != null) {
                where.append(" and c.split = ?");
                values.add(Sides.number(filter.split()));
            }
            return new Condition(from, where.toString(), key, values);
        }

        int bind(PreparedStatement query) throws SQLException {
            int place = 1;
            for (Object value : values) {
                query.setObject(place++, value);
            }
            return place;
        }

        /** The words of a search as an FTS5 expression; empty where there is no letter or digit to look up. */
        private static String words(String text) {
            StringBuilder expression = new StringBuilder();
            for (String word : text.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
                if (word.chars().anyMatch(Character::isLetterOrDigit)) {
                    expression
                            .append(expression.isEmpty() ? "" : " AND ")
                            .append('"')
                            .append(word.replace("\"", "\"\""))
                            .append('"');
                }
            }
            boolean begun = !expression.isEmpty() && !text.endsWith(" ");
            return begun ? expression.append('*').toString() : expression.toString();
        }
    }
}
