package cultivar.datanet.store;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.Split;
import cultivar.datanet.load.Document;
import cultivar.datanet.load.Passage;
import cultivar.datanet.load.RowDefaults;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Rows that people make of documents by hand, kept from one time to the next. Safe for use by several threads. */
public final class Drafts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final Clock clock;

    Drafts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Begins with a document, or goes on with the same document's draft where there is one. */
    public Draft begin(String datanet, Document document, Split split) {
        return database.write(connection -> {
            long net = Catalogue.id(connection, datanet);
            String passages = JSON.writeValueAsString(document.passages());
            List<Long> known = Sql.numbers(
                    connection,
                    "select id from draft where datanet_id = ? and file = ? and passages = ? and split = ?",
                    net,
                    document.file(),
                    passages,
                    Codes.number(split));
            long id = !known.isEmpty()
                    ? known.getFirst()
                    : Sql.number(
                            connection,
                            "insert into draft (datanet_id, file, split, passages, rows, open, changed)"
                                    + " values (?, ?, ?, ?, '[]', ?, ?) returning id",
                            net,
                            document.file(),
                            Codes.number(split),
                            passages,
                            JSON.writeValueAsString(DraftRow.EMPTY),
                            clock.millis());
            return read(connection, id);
        });
    }

    /** The drafts of a datanet in the order in which they were begun. */
    public List<DraftNote> list(String datanet) {
        return database.read(connection -> {
            List<DraftNote> notes = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "select id, file, json_array_length(rows), changed from draft where datanet_id = ? order by id")) {
                query.setLong(1, Catalogue.id(connection, datanet));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        notes.add(new DraftNote(
                                row.getLong(1), row.getString(2), row.getInt(3), Instant.ofEpochMilli(row.getLong(4))));
                    }
                }
            }
            return List.copyOf(notes);
        });
    }

    /** One draft; fails where there is none, as after its rows went in. */
    public Draft get(long id) {
        return database.read(connection -> read(connection, id));
    }

    /** Keeps the rows made so far and the one that is being written. */
    public void save(Draft draft) {
        database.write(connection -> Sql.execute(
                connection,
                "update draft set rows = ?, open = ?, changed = ? where id = ?",
                JSON.writeValueAsString(draft.rows()),
                JSON.writeValueAsString(draft.open()),
                clock.millis(),
                draft.id()));
    }

    /**
     * Puts the rows in, accepted, each with its place in the document, and ends the draft: both or neither.
     *
     * @param defaults whose the rows are, and their licence
     */
    public ImportReport finish(Draft draft, RowDefaults defaults) {
        List<PlacedRow> rows =
                draft.rows().stream().map(row -> placed(draft, row, defaults)).toList();
        ImportReport done = database.write(connection -> {
            ImportReport report = RowAdder.add(
                    connection,
                    draft.datanet(),
                    draft.document().file(),
                    rows,
                    draft.split(),
                    ReviewState.ACCEPTED,
                    clock.millis());
            Sql.execute(connection, "delete from draft where id = ?", draft.id());
            return report;
        });
        database.followWords();
        return done;
    }

    /** Throws a draft away, with its rows. */
    public void discard(long id) {
        database.write(connection -> Sql.execute(connection, "delete from draft where id = ?", id));
    }

    private static PlacedRow placed(Draft draft, DraftRow row, RowDefaults defaults) {
        String file = draft.document().file();
        return new PlacedRow(
                new Contribution(
                        List.of(
                                new Message(Role.USER, row.question().strip()),
                                new Message(Role.ASSISTANT, row.answer().strip())),
                        defaults.contributor(),
                        defaults.licence(),
                        row.place().isEmpty() ? file : file + ", " + row.place(),
                        row.heading(),
                        List.of()),
                row.place());
    }

    private static Draft read(Connection connection, long id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select n.name, d.file, d.split, d.passages, d.rows, d.open from draft d"
                        + " join datanet n on n.id = d.datanet_id where d.id = ?")) {
            query.setLong(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new DatanetException(
                            "There is no such draft any more: its rows went in, or it was thrown away");
                }
                return new Draft(
                        id,
                        row.getString(1),
                        new Document(row.getString(2), List.of(JSON.readValue(row.getString(4), Passage[].class))),
                        Codes.split(row.getInt(3)),
                        List.of(JSON.readValue(row.getString(5), DraftRow[].class)),
                        JSON.readValue(row.getString(6), DraftRow.class));
            }
        }
    }
}
