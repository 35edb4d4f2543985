package cultivar.datanet.store;

import cultivar.datanet.DatanetException;
import cultivar.datanet.HistoryEntry;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes states and tags of any number of rows, and takes such changes back. What is to become of which row stands in
 * {@code temp.target}, of the shape of the table {@code change}; only real changes stand there.
 */
final class Edits {
    private static final String NOW = """
         from temp.target t join contribution_state s on s.contribution_id = t.contribution_id
        join facet f on f.id = s.facet_id where t.tag_id = 0\
        """;

    private final Connection connection;
    private final long datanet;
    private final long actor;
    private final long now;

    Edits(Connection connection, long datanet, String actor, long now) throws SQLException {
        if (actor.isBlank()) {
            throw new DatanetException("The history needs to know who changes something; give a name");
        }
        this.connection = connection;
        this.datanet = datanet;
        this.actor = Names.actor(connection, actor.strip());
        this.now = now;
    }

    /** Changes rows of the datanet; empty where they are all so already. */
    Optional<HistoryEntry> apply(List<Long> rows, RowEdit edit) throws SQLException {
        pick(rows);
        begin();
        ReviewState state = edit.state();
        if (state != null) {
            long number = Codes.number(state);
            Object reason = edit.reason().isEmpty() ? null : Names.id(connection, "reason", "words", edit.reason());
            // Whoever says the same as somebody before says it too: that they agree is worth keeping.
            Sql.execute(
                    connection,
                    "insert into temp.target select p.id, 0, ?, ?, ?, ? from temp.picked p"
                            + " join contribution_state s on s.contribution_id = p.id join facet f on f.id = s.facet_id"
                            + " where f.state <> ? or s.reason_id is not ? or s.actor_id is not ?",
                    number,
                    reason,
                    actor,
                    now,
                    number,
                    reason,
                    actor);
        }
        for (String tag : edit.tags()) {
            Catalogue.tag(connection, datanet, tag, "");
            tag(tag, 1, "not exists");
        }
        for (String tag : edit.untags()) {
            tag(tag, 0, "exists");
        }
        return perform(HistoryEntry.Kind.EDIT, words(edit), null);
    }

    /** Takes the latest edit of this person back that stands; empty where there is none. */
    Optional<HistoryEntry> undo() throws SQLException {
        long action = Sql.number(
                connection,
                "select coalesce(max(id), 0) from action where datanet_id = ? and actor_id = ? and kind = 'edit'"
                        + " and undone_by is null",
                datanet,
                actor);
        return action == 0 ? Optional.empty() : revert(action, HistoryEntry.Kind.UNDO);
    }

    /** Takes one edit of this person back; empty where there is none of this id that stands. */
    Optional<HistoryEntry> undo(long edit) throws SQLException {
        boolean stands = Sql.number(
                        connection,
                        "select count(*) from action where id = ? and datanet_id = ? and actor_id = ? and kind = 'edit'"
                                + " and undone_by is null",
                        edit,
                        datanet,
                        actor)
                > 0;
        return stands ? revert(edit, HistoryEntry.Kind.UNDO) : Optional.empty();
    }

    /** Takes this person's latest undo back, unless they did something else since; empty where there is none. */
    Optional<HistoryEntry> redo() throws SQLException {
        long action = Sql.number(
                connection,
                "select coalesce(max(id), 0) from action where datanet_id = ?1 and actor_id = ?2 and kind = 'undo'"
                        + " and undone_by is null and id > (select coalesce(max(id), 0) from action"
                        + " where datanet_id = ?1 and actor_id = ?2 and kind = 'edit')",
                datanet,
                actor);
        return action == 0 ? Optional.empty() : revert(action, HistoryEntry.Kind.REDO);
    }

    /** Puts back what an action changed, but for what was changed again, or said again by somebody else, since. */
    private Optional<HistoryEntry> revert(long action, HistoryEntry.Kind kind) throws SQLException {
        begin();
        Sql.execute(connection, """
            insert into temp.target
            select c.contribution_id, 0, c.before_value, c.before_reason, c.before_actor, c.before_changed
            from change c join contribution_state s on s.contribution_id = c.contribution_id
            join facet f on f.id = s.facet_id
            where c.action_id = ? and c.tag_id = 0 and f.state = c.after_value and s.reason_id is c.after_reason
                and (? or s.actor_id is ?)\
            """, action, kind == HistoryEntry.Kind.REDO, actor);
        Sql.execute(connection, """
            insert into temp.target
            select c.contribution_id, c.tag_id, c.before_value, null, c.before_actor, c.before_changed
            from change c where c.action_id = ? and c.tag_id <> 0 and c.after_value = exists (
                select 1 from contribution_tag x where x.contribution_id = c.contribution_id and x.tag_id = c.tag_id)\
            """, action);
        return perform(kind, History.note(connection, action), action);
    }

    /** Writes the action and its changes down and does what the targets say; an undo of nothing is written down too. */
    private Optional<HistoryEntry> perform(HistoryEntry.Kind kind, String note, @Nullable Long undoes)
            throws SQLException {
        long rows = Sql.number(connection, "select count(distinct contribution_id) from temp.target");
        if (rows == 0 && undoes == null) {
            return Optional.empty();
        }
        long action = History.add(connection, datanet, actor, now, kind, note, rows);
        if (undoes != null) {
            Sql.execute(connection, "update action set undoes = ? where id = ?", undoes, action);
            Sql.execute(connection, "update action set undone_by = ? where id = ?", action, undoes);
            if (kind == HistoryEntry.Kind.REDO) {
                Sql.execute(
                        connection,
                        "update action set undone_by = null where id = (select undoes from action where id = ?)",
                        undoes);
            }
        }
        Sql.execute(connection, """
            insert into change
            select ?, t.contribution_id, 0, f.state, s.reason_id, s.actor_id, s.changed, t.value, t.reason_id\
            """ + NOW, action);
        Sql.execute(connection, """
            insert into change
            select ?, t.contribution_id, t.tag_id, 1 - t.value, null, x.actor_id, x.changed, t.value, null
            from temp.target t left join contribution_tag x
                on x.contribution_id = t.contribution_id and x.tag_id = t.tag_id where t.tag_id <> 0\
            """, action);
        changeTags();
        changeStates();
        return Optional.of(History.entry(connection, action));
    }

    private void changeTags() throws SQLException {
        Sql.execute(connection, """
            insert into tag_tally (tag_id, facet_id, rows)
            select t.tag_id, s.facet_id, sum(2 * t.value - 1) from temp.target t
            join contribution_state s on s.contribution_id = t.contribution_id where t.tag_id <> 0
            group by 1, 2 on conflict do update set rows = rows + excluded.rows\
            """);
        Sql.execute(connection, """
            delete from contribution_tag where (tag_id, facet_id, contribution_id) in (
                select t.tag_id, s.facet_id, t.contribution_id from temp.target t
                join contribution_state s on s.contribution_id = t.contribution_id
                where t.tag_id <> 0 and t.value = 0)\
            """);
        Sql.execute(connection, """
            insert into contribution_tag (tag_id, facet_id, contribution_id, actor_id, changed)
            select t.tag_id, s.facet_id, t.contribution_id, t.actor_id, t.changed from temp.target t
            join contribution_state s on s.contribution_id = t.contribution_id
            where t.tag_id <> 0 and t.value = 1\
            """);
    }

    private void changeStates() throws SQLException {
        Sql.execute(
                connection,
                "insert or ignore into facet (datanet_id, split, contributor_id, licence_id, state, held)"
                        + " select distinct f.datanet_id, f.split, f.contributor_id, f.licence_id, t.value, f.held"
                        + NOW);
        Moves moves = new Moves(connection);
        Sql.execute(connection, """
            insert into temp.move select t.contribution_id, f.id, n.id from temp.target t
            join contribution_state s on s.contribution_id = t.contribution_id join facet f on f.id = s.facet_id
            join facet n on n.datanet_id = f.datanet_id and n.split = f.split and n.contributor_id = f.contributor_id
                and n.licence_id = f.licence_id and n.held = f.held and n.state = t.value
            where t.tag_id = 0 and n.id <> f.id\
            """);
        moves.make();
        Sql.execute(connection, """
            update contribution_state set reason_id = t.reason_id, actor_id = t.actor_id, changed = t.changed
            from temp.target t where t.contribution_id = contribution_state.contribution_id and t.tag_id = 0\
            """);
    }

    private void pick(List<Long> rows) throws SQLException {
        run("create temp table if not exists picked (id integer primary key)");
        run("delete from temp.picked");
        List<Long> strangers = new ArrayList<>();
        Sql.execute(connection, "insert or ignore into temp.picked select value from json_each(?)", Sql.array(rows));
        strangers.addAll(Sql.numbers(
                connection,
                "select p.id from temp.picked p where not exists (select 1 from contribution_state s join facet f on"
                        + " f.id = s.facet_id where s.contribution_id = p.id and f.datanet_id = ?) limit 1",
                datanet));
        if (!strangers.isEmpty()) {
            throw new DatanetException("Row " + strangers.getFirst() + " is not in the datanet; nothing was changed");
        }
    }

    private void begin() throws SQLException {
        run("create temp table if not exists target (contribution_id integer not null, tag_id integer not null,"
                + " value integer not null, reason_id integer, actor_id integer, changed integer,"
                + " primary key (contribution_id, tag_id)) without rowid");
        run("delete from temp.target");
    }

    private void tag(String name, int value, String condition) throws SQLException {
        Sql.execute(
                connection,
                "insert into temp.target select p.id, t.id, ?, null, ?, ? from temp.picked p join tag t"
                        + " on t.datanet_id = ? and t.name = ? where " + condition
                        + " (select 1 from contribution_tag x where x.contribution_id = p.id and x.tag_id = t.id)",
                value,
                actor,
                now,
                datanet,
                name);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String words(RowEdit edit) {
        List<String> parts = new ArrayList<>();
        ReviewState state = edit.state();
        if (state != null) {
            parts.add(state.id() + (edit.reason().isEmpty() ? "" : " (" + edit.reason() + ")"));
        }
        edit.tags().forEach(tag -> parts.add("+" + tag));
        edit.untags().forEach(tag -> parts.add("-" + tag));
        return String.join(", ", parts);
    }
}
