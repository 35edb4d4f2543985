package cultivar.app.chat.store;

import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All chats of a home. Every call may block; each is one transaction. Safe for several threads. */
public final class ChatStore implements AutoCloseable {
    private static final int EXCERPT = 80;

    private final ChatDatabase database;
    private final Clock clock;

    private ChatStore(ChatDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Opens the file, making or migrating it as needed; what was deleted before is gone for good now.
     *
     * @throws ChatException if that is not possible
     */
    public static ChatStore open(Path file, Clock clock) {
        ChatStore store = new ChatStore(ChatDatabase.open(file), clock);
        store.database.write(db -> db.execute("delete from chat where deleted is not null"));
        return store;
    }

    /** The votes. */
    public VoteBook votes() {
        return new VoteBook(database);
    }

    /** The presets that somebody saved. */
    public PresetShelf presets() {
        return new PresetShelf(database);
    }

    /** Begins a chat. */
    public void create(String id, String title, String system) {
        long now = clock.millis();
        database.write(db -> db.execute(
                "insert into chat (id, title, system, created, changed) values (?, ?, ?, ?, ?)",
                id,
                title,
                system,
                now,
                now));
    }

    /** Adds a turn, which becomes the end of what is shown. */
    public void add(String chat, StoredTurn turn) {
        database.write(db -> {
            Terms terms = turn.terms();
            db.execute(
                    "insert into turn (id, chat_id, parent_id, question, draw, system, remembering, blind, created,"
                            + " left_out) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    turn.id(),
                    chat,
                    turn.parent(),
                    turn.question(),
                    Json.write(turn.draw()),
                    terms == null ? null : terms.system(),
                    terms == null ? null : terms.remembering() ? 1 : 0,
                    turn.blind() ? 1 : 0,
                    turn.created().toEpochMilli(),
                    turn.leftOut());
            for (StoredAnswer answer : turn.answers()) {
                put(db, turn.id(), answer);
            }
            return db.execute("update chat set leaf = ?, changed = ? where id = ?", turn.id(), clock.millis(), chat);
        });
    }

    /** Keeps how many of the oldest turns before one no longer fitted. */
    public void leaveOut(String turn, int turns) {
        database.write(db -> db.execute("update turn set left_out = ? where id = ?", turns, turn));
    }

    /** Keeps an answer; one that the same column gave to the turn before is replaced. */
    public void answer(String turn, StoredAnswer answer) {
        database.write(db -> put(db, turn, answer));
    }

    private static int put(ChatDatabase db, String turn, StoredAnswer answer) throws SQLException {
        Path folder = answer.who().adapter();
        Outcome.Stop stop = answer.stop();
        return db.execute(
                "insert or replace into answer (turn_id, slot, place, name, folder, strength, began, text, hash,"
                    + " tokens, tokens_per_second, first_token_seconds, stop, failure) select ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ? where exists (select 1 from turn where id = ?)",
                turn,
                answer.slot(),
                answer.place(),
                answer.who().name(),
                folder == null ? null : folder.toString(),
                answer.who().strength(),
                answer.began(),
                answer.text(),
                answer.hash(),
                answer.tokens(),
                answer.tokensPerSecond(),
                answer.firstTokenSeconds(),
                stop == null ? null : stop.name(),
                answer.failure(),
                turn);
    }

    public void rename(String chat, String title) {
        database.write(db -> db.execute("update chat set title = ? where id = ?", title, chat));
    }

    /** Changes the instructions above a conversation. */
    public void instruct(String chat, String system) {
        database.write(db -> db.execute("update chat set system = ? where id = ?", system, chat));
    }

    /** Remembers which branch is shown. */
    public void show(String chat, String leaf) {
        database.write(db -> db.execute("update chat set leaf = ? where id = ?", leaf, chat));
    }

    /** Takes a chat out of the list; {@link #restore} brings it back until the next start. */
    public void delete(String chat) {
        database.write(db -> db.execute("update chat set deleted = ? where id = ?", clock.millis(), chat));
    }

    /** Brings a deleted chat back. */
    public void restore(String chat) {
        database.write(db -> db.execute("update chat set deleted = null where id = ?", chat));
    }

    /**
     * Chats, the one that was used last first.
     *
     * @param search only those with this in the title, a question or an answer; blank for all
     */
    public List<ChatSummary> chats(String search) {
        String wanted = search.strip();
        if (wanted.isEmpty()) {
            return database.read(db -> db.query(
                    row -> summary(row, ""),
                    "select id, title, changed from chat where deleted is null order by changed desc, id"));
        }
        return database.read(db -> db.query(
                row -> summary(row, excerpt(row.getString("found"), wanted)),
                "select * from (select id, title, changed, case when says(title, ?1) then title else"
                        + " coalesce((select question from turn where chat_id = chat.id and says(question, ?1)"
                        + " order by created limit 1), (select text from turn join answer on turn_id = turn.id where"
                        + " chat_id = chat.id and says(text, ?1) order by created limit 1)) end as found from"
                        + " chat where deleted is null) where found is not null order by changed desc, id",
                wanted));
    }

    private static ChatSummary summary(ResultSet row, String excerpt) throws SQLException {
        return new ChatSummary(
                row.getString("id"), row.getString("title"), Instant.ofEpochMilli(row.getLong("changed")), excerpt);
    }

    /** The words around what was found. */
    private static String excerpt(String text, String wanted) {
        String line = text.replaceAll("\\s+", " ");
        Matcher found = Says.pattern(wanted).matcher(line);
        int at = found.find() ? found.start() : 0;
        int from = Math.max(0, at - EXCERPT / 3);
        int to = Math.min(line.length(), from + EXCERPT);
        return (from > 0 ? "\u2026" : "") + line.substring(from, to).strip() + (to < line.length() ? "\u2026" : "");
    }

    /**
     * A whole chat.
     *
     * @throws ChatException if there is none of that id
     */
    public StoredChat load(String id) {
        return database.read(db -> {
            Map<String, List<StoredAnswer>> answers = answers(db, id);
            List<StoredTurn> turns = db.query(
                    row -> turn(row, answers),
                    "select id, parent_id, question, draw, system, remembering, blind, turn.created, left_out,"
                            + " verdict, (select place from vote_answer where vote_answer.turn_id = id and best = 1) as"
                            + " best from turn left join vote on vote.turn_id = id where chat_id = ? order by"
                            + " turn.created, id",
                    id);
            List<StoredChat> found = db.query(
                    row -> new StoredChat(
                            id, row.getString("title"), row.getString("system"), row.getString("leaf"), turns),
                    "select title, system, leaf from chat where id = ? and deleted is null",
                    id);
            if (found.isEmpty()) {
                throw new ChatException("This chat is not there any more.");
            }
            return found.getFirst();
        });
    }

    private record Owned(String turn, StoredAnswer answer) {}

    private static Map<String, List<StoredAnswer>> answers(ChatDatabase db, String chat) throws SQLException {
        return db
                .query(
                        row -> new Owned(row.getString("turn_id"), answer(row)),
                        "select answer.* from answer join turn on turn.id = turn_id where chat_id = ?"
                                + " order by turn_id, place",
                        chat)
                .stream()
                .collect(Collectors.groupingBy(
                        Owned::turn, Collectors.mapping(Owned::answer, Collectors.toCollection(ArrayList::new))));
    }

    private static StoredAnswer answer(ResultSet row) throws SQLException {
        @Nullable String folder = row.getString("folder");
        @Nullable String stop = row.getString("stop");
        return new StoredAnswer(
                row.getInt("slot"),
                row.getInt("place"),
                new Who(row.getString("name"), folder == null ? null : Path.of(folder), row.getDouble("strength")),
                began(row),
                row.getString("text"),
                row.getString("hash"),
                row.getInt("tokens"),
                row.getDouble("tokens_per_second"),
                row.getDouble("first_token_seconds"),
                stop == null ? null : Outcome.Stop.valueOf(stop),
                row.getString("failure"));
    }

    /** How strong one was at first, where that changed on the way. */
    static @Nullable Double began(ResultSet row) throws SQLException {
        double began = row.getDouble("began");
        return row.wasNull() ? null : began;
    }

    private static StoredTurn turn(ResultSet row, Map<String, List<StoredAnswer>> answers) throws SQLException {
        String id = row.getString("id");
        @Nullable String system = row.getString("system");
        @Nullable String verdict = row.getString("verdict");
        return new StoredTurn(
                id,
                row.getString("parent_id"),
                row.getString("question"),
                Json.draw(row.getString("draw")),
                system == null ? null : new Terms(system, row.getInt("remembering") == 1),
                row.getInt("blind") == 1,
                Instant.ofEpochMilli(row.getLong("created")),
                row.getInt("left_out"),
                answers.getOrDefault(id, new ArrayList<>()),
                verdict == null ? null : new StoredTurn.Finding(Vote.Verdict.valueOf(verdict), row.getInt("best")));
    }

    @Override
    public void close() {
        database.close();
    }
}
