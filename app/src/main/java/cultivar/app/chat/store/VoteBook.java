package cultivar.app.chat.store;

import java.time.Instant;
import java.util.List;

/** Votes, for as long as the home lasts. */
public final class VoteBook {
    private final ChatDatabase database;

    VoteBook(ChatDatabase database) {
        this.database = database;
    }

    /** Keeps a vote; one about the same turn before is replaced. */
    public void add(Vote vote) {
        database.write(db -> {
            db.execute("delete from vote where turn_id = ?", vote.turn());
            db.execute(
                    "insert into vote (turn_id, messages, verdict, created) values (?, ?, ?, ?)",
                    vote.turn(),
                    Json.write(vote.messages()),
                    vote.verdict().name(),
                    vote.created().toEpochMilli());
            for (Vote.Candidate each : vote.candidates()) {
                db.execute(
                        "insert into vote_answer (turn_id, place, name, hash, strength, began, text, best)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                        vote.turn(),
                        each.place(),
                        each.name(),
                        each.hash(),
                        each.strength(),
                        each.began(),
                        each.text(),
                        each.best() ? 1 : 0);
            }
            return true;
        });
    }

    /** All votes, oldest first. */
    public List<Vote> all() {
        return database.read(db -> {
            List<Vote> votes = new java.util.ArrayList<>();
            for (String turn :
                    db.query(row -> row.getString(1), "select turn_id from vote order by created, turn_id")) {
                votes.add(one(db, turn));
            }
            return votes;
        });
    }

    private static Vote one(ChatDatabase db, String turn) throws java.sql.SQLException {
        List<Vote.Candidate> candidates = db.query(
                row -> new Vote.Candidate(
                        row.getInt("place"),
                        row.getString("name"),
                        row.getString("hash"),
                        row.getDouble("strength"),
                        ChatStore.began(row),
                        row.getString("text"),
                        row.getInt("best") == 1),
                "select * from vote_answer where turn_id = ? order by place",
                turn);
        return db.query(
                        row -> new Vote(
                                turn,
                                Json.messages(row.getString("messages")),
                                Vote.Verdict.valueOf(row.getString("verdict")),
                                Instant.ofEpochMilli(row.getLong("created")),
                                candidates),
                        "select messages, verdict, created from vote where turn_id = ?",
                        turn)
                .getFirst();
    }

    /**
     * How each has done in votes on two or more, the one with the largest share of them first; the same weights at
     * another strength apart. Answers whose strength changed on the way count for nobody.
     */
    public List<Tally> tallies() {
        return database.read(db -> db.query(
                row -> new Tally(
                        row.getString("name"),
                        row.getString("hash"),
                        row.getDouble("strength"),
                        row.getInt("votes"),
                        row.getInt("best"),
                        row.getInt("same"),
                        row.getInt("bad")),
                "select name, hash, strength, count(*) as votes, sum(best) as best, sum(verdict = 'SAME') as same,"
                    + " sum(verdict = 'BAD') as bad from vote_answer join vote using (turn_id) where began is null and"
                    + " turn_id in (select turn_id from vote_answer group by turn_id having count(*) > 1) group by"
                    + " name, hash, strength order by 1.0 * sum(best) / count(*) desc, name, strength"));
    }
}
