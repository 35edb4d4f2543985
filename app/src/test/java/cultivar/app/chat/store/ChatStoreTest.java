package cultivar.app.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import cultivar.runtime.text.ChatMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatStoreTest {
    private static final Who BASE = Who.base("Seedling");
    private static final Who TUNED = new Who("boats", Path.of("adapters", "boats"), 0.5);

    @TempDir
    Path folder;

    private ChatStore store;

    @BeforeEach
    void open() {
        store = ChatStore.open(folder.resolve("chats.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    @Test
    void aChatComesBackWithItsBranchesAndSettings() {
        Terms terms = new Terms("Be long.", false);
        StoredTurn first = under(terms, turn("t1", null, "one", answer(0, 1, BASE, "a"), answer(1, 0, TUNED, "b")));
        StoredTurn second = turn("t2", "t1", "two", answer(0, 0, BASE, "c"));
        StoredTurn other = turn("t3", "t1", "two, again");
        store.create("c1", "Title", "Be brief.");
        store.add("c1", first);
        store.add("c1", second);
        store.add("c1", other);
        StoredAnswer failed = new StoredAnswer(0, 0, BASE, null, "half", "", 0, 0, 0, null, "The engine was closed.");
        store.answer("t3", failed);
        store.answer("nowhere", failed);
        store.show("c1", "t2");
        reopen();
        StoredChat chat = store.load("c1");
        assertThat(chat.title()).isEqualTo("Title");
        assertThat(chat.system()).isEqualTo("Be brief.");
        assertThat(chat.leaf()).isEqualTo("t2");
        assertThat(chat.turns()).hasSize(3);
        StoredTurn found = chat.turns().getFirst();
        assertThat(found.draw()).isEqualTo(Draw.CREATIVE);
        assertThat(chat.turns()).extracting(StoredTurn::terms).containsExactly(terms, null, null);
        assertThat(found.answers())
                .extracting(StoredAnswer::text)
                .as("in the order shown")
                .containsExactly("b", "a");
        assertThat(found.answers().getFirst().who()).isEqualTo(TUNED);
        assertThat(chat.turns().getLast().answers()).containsExactly(failed);
        assertThat(ChatText.path(chat)).extracting(StoredTurn::id).containsExactly("t1", "t2");
    }

    @Test
    void searchFindsTitlesQuestionsAndAnswersAsTheyAreTyped() {
        store.create("c1", "Staking", "");
        store.create("c2", "Other", "");
        store.add("c2", turn("t1", null, "What is 100% of it?", answer(0, 0, BASE, "snake_case\n  and more")));
        assertThat(ids("stak")).containsExactly("c1");
        assertThat(ids("100%")).containsExactly("c2");
        assertThat(ids("SNAKE_CASE")).containsExactly("c2");
        assertThat(ids("0% of")).containsExactly("c2");
        assertThat(ids("snakeXcase")).isEmpty();
        assertThat(ids("1_0")).isEmpty();
        assertThat(ids(" ")).containsExactlyInAnyOrder("c1", "c2");
        store.create("c3", "\u00dcber \u0410\u0434\u0430\u043f\u0442\u0435\u0440\u044b", "");
        assertThat(ids("\u00fcber \u0430\u0414")).containsExactly("c3");
        store.create("c4", "\u0130".repeat(200) + " far", "");
        assertThat(store.chats("FAR").getFirst().excerpt()).endsWith("far");
        assertThat(store.chats("and more").getFirst().excerpt()).isEqualTo("snake_case and more");
    }

    @Test
    void whatIsDeletedComesBackUntilTheNextStart() {
        store.create("c1", "Title", "");
        store.add("c1", turn("t1", null, "one", answer(0, 0, BASE, "a")));
        store.delete("c1");
        assertThat(ids("")).isEmpty();
        assertThatThrownBy(() -> store.load("c1")).isInstanceOf(ChatException.class);
        store.restore("c1");
        assertThat(ids("")).containsExactly("c1");
        store.votes().add(vote("t1", Vote.Verdict.SAME, -1));
        store.delete("c1");
        reopen();
        store.restore("c1");
        assertThat(ids("")).isEmpty();
        assertThat(store.votes().all()).as("a vote outlives its chat").hasSize(1);
    }

    @Test
    void votesAreTalliedAndMadePreferenceRows() {
        store.votes().add(vote("t1", Vote.Verdict.BEST, 1));
        store.votes().add(vote("t2", Vote.Verdict.BEST, 0));
        store.votes().add(vote("t3", Vote.Verdict.SAME, -1));
        store.votes().add(vote("t4", Vote.Verdict.BAD, -1));
        store.votes().add(vote("t2", Vote.Verdict.BEST, 1));
        assertThat(store.votes().tallies())
                .containsExactly(new Tally("boats", "ab", 0.5, 4, 2, 1, 1), new Tally("Seedling", "", 0, 4, 0, 1, 1));
        assertThat(store.votes().tallies().getLast().lost()).isEqualTo(2);
        assertThat(ChatText.preferences(store.votes().all()).lines())
                .hasSize(2)
                .first()
                .isEqualTo("{\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],"
                        + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"by boats\"}],"
                        + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"by Seedling\"}],"
                        + "\"chosen_by\":{\"name\":\"boats\",\"sha256\":\"ab\",\"strength\":0.5},"
                        + "\"rejected_by\":{\"name\":\"Seedling\",\"sha256\":\"\",\"strength\":0.0},"
                        + "\"voted\":\"2026-11-28T00:00:00Z\"}");
    }

    @Test
    void aVoteOnOneAloneCountsForNothing() {
        Vote.Candidate alone = new Vote.Candidate(0, "boats", "ab", 1, null, "by boats", true);
        store.votes()
                .add(new Vote(
                        "t1", List.of(), Vote.Verdict.BEST, Instant.parse("2026-11-28T00:00:00Z"), List.of(alone)));
        assertThat(store.votes().tallies()).isEmpty();
    }

    @Test
    void anAdapterWhoseWeightsNobodyKnowsIsNoBase() {
        assertThat(new Tally("boats", "", 0.5, 1, 1, 0, 0).ofBase()).isFalse();
        assertThat(new Tally("Seedling", "", 0, 1, 1, 0, 0).ofBase()).isTrue();
    }

    @Test
    void anAnswerOfMixedStrengthIsToldAsSuchAndIsInNoTally() {
        StoredAnswer mixed = new StoredAnswer(0, 0, TUNED, 1.0, "a", "ab", 1, 30, 0.2, Outcome.Stop.END, null);
        store.create("c1", "Title", "");
        store.add("c1", turn("t1", null, "one", mixed));
        Vote.Candidate best = new Vote.Candidate(0, "boats", "ab", 0.5, 1.0, "a", true);
        Vote.Candidate other = new Vote.Candidate(1, "Seedling", "", 0, null, "b", false);
        store.votes().add(new Vote("t1", List.of(), Vote.Verdict.BEST, Instant.EPOCH, List.of(best, other)));
        reopen();
        assertThat(store.load("c1").turns().getFirst().answers()).containsExactly(mixed);
        assertThat(ChatText.markdown(store.load("c1"))).contains("### boats (strength 1.00 \u2192 0.50, SHA-256 ab)");
        assertThat(store.votes().all().getFirst().candidates()).containsExactly(best, other);
        assertThat(store.votes().tallies()).containsExactly(new Tally("Seedling", "", 0, 1, 0, 0, 0));
        assertThat(ChatText.preferences(store.votes().all())).contains("\"strength\":0.5,\"strength_at_first\":1.0}");
    }

    @Test
    void whatAVoteFoundComesBackWithItsChat() {
        store.create("c1", "Title", "");
        for (String id : List.of("t1", "t2", "t3")) {
            store.add("c1", turn(id, null, "one", answer(0, 0, BASE, "a"), answer(1, 1, TUNED, "b")));
        }
        store.votes().add(vote("t1", Vote.Verdict.BEST, 1));
        store.votes().add(vote("t2", Vote.Verdict.BAD, -1));
        reopen();
        assertThat(store.load("c1").turns())
                .extracting(StoredTurn::finding)
                .containsExactly(
                        new StoredTurn.Finding(Vote.Verdict.BEST, 1),
                        new StoredTurn.Finding(Vote.Verdict.BAD, 0),
                        null);
    }

    @Test
    void markdownSaysAllThatCameAndHowItWasAsked() {
        store.create("c1", "Title", "Be brief.");
        StoredAnswer cut = answer(0, 0, BASE, "Like this:\n\n```java\nint a;");
        StoredAnswer failed =
                new StoredAnswer(1, 1, TUNED, null, "half", "ab", 0, 0, 0, null, "The engine was closed.");
        StoredAnswer going = new StoredAnswer(2, 2, BASE, null, "", "", 0, 0, 0, null, null);
        store.add("c1", turn("t1", null, "# one\ntwo", cut, failed, going));
        assertThat(ChatText.markdown(store.load("c1"))).isEqualTo("""
            # Title

            > Be brief.

            ## Question

            > # one
            > two

            *temperature 1.1, top-p 0.97, min-p 0.02, presence penalty 0.3, frequency penalty 0.2, seed 42, at most 512 tokens*

            ### Seedling (base)

            Like this:

            ```java
            int a;
            ```

            ### boats (strength 0.50, SHA-256 ab)

            half

            *The engine was closed.*

            ### Seedling (base)

            *not finished*
            """);
    }

    @Test
    void noFileTellsWhoAnsweredBeforeAVote() {
        store.create("c1", "Title", "");
        StoredAnswer failed = new StoredAnswer(1, 0, TUNED, null, "", "ab", 0, 0, 0, null, "adapters/boats is gone.");
        StoredTurn plain = turn("t1", null, "one", answer(0, 1, BASE, "a"), failed, answer(2, 2, TUNED.at(1), "and b"));
        store.add(
                "c1",
                new StoredTurn(
                        plain.id(),
                        null,
                        plain.question(),
                        plain.draw(),
                        null,
                        true,
                        plain.created(),
                        0,
                        plain.answers(),
                        null));
        assertThat(ChatText.markdown(store.load("c1")))
                .contains("### Answer 1\n\n*no answer*", "### Answer 2\n\na", "### Answer 3\n\nand b")
                .doesNotContain("boats", "Seedling");
        store.add("c1", turn("t2", "t1", "two", answer(0, 0, BASE, "b"), answer(1, 1, TUNED, "c")));
        assertThat(ChatRows.of(store.load("c1")))
                .as("what a column said later would tell whose it was before")
                .contains("\"source\":\"Seedling (base)\"", "\"content\":\"two\"")
                .doesNotContain("\"content\":\"one\"", "\"content\":\"a\"");
        store.votes().add(vote("t1", Vote.Verdict.SAME, -1));
        assertThat(ChatText.markdown(store.load("c1"))).contains("boats", "Seedling");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "```java\\nint a;|```",
                "~~~~\\na\\n~~~|~~~~",
                "```\\na\\n```|",
                "```foo``` is a span|",
                "'    ```'|",
                "~~~ a `b`\\nc|~~~"
            })
    void onlyABlockThatWasLeftOpenIsClosed(String text, @Nullable String end) {
        String lines = text.replace("\\n", "\n");
        store.create("c1", "Title", "");
        store.add("c1", turn("t1", null, "one", answer(0, 0, BASE, "a\n" + lines)));
        assertThat(ChatText.markdown(store.load("c1")))
                .endsWith("\na\n" + lines + (end == null ? "" : "\n" + end) + "\n");
    }

    @Test
    void presetsAreKeptByTheirNames() {
        store.presets().save(new Preset("mine", Draw.EXACT));
        store.presets().save(new Preset("mine", Draw.BALANCED));
        store.presets().save(new Preset("a", Draw.EXACT));
        reopen();
        assertThat(store.presets().all())
                .containsExactly(new Preset("a", Draw.EXACT), new Preset("mine", Draw.BALANCED));
        store.presets().remove("a");
        assertThat(store.presets().all()).hasSize(1);
    }

    @Test
    void aFileThatIsOlderOpens() throws Exception {
        Path old = folder.resolve("old.db");
        String url = "jdbc:sqlite:" + old;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:cultivar/app/chat/db")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma application_id = " + 0x43554C43);
            statement.execute("insert into chat values ('c1', 'Title', 'Be brief.', 't1', 1, 1, null)");
            statement.execute("insert into turn values ('t1', 'c1', null, 'one', '{}', 0, 1)");
            statement.execute(
                    "insert into answer values ('t1', 0, 0, 'Seedling', null, 0, 'a', '', 1, 1, 1, 'END', null)");
        }
        store.close();
        store = ChatStore.open(old, Clock.systemUTC());
        StoredChat chat = store.load("c1");
        assertThat(chat.turns()).extracting(StoredTurn::question).containsExactly("one");
        assertThat(chat.turns().getFirst().terms()).isNull();
        assertThat(chat.turns().getFirst().leftOut()).isZero();
        assertThat(chat.turns().getFirst().answers().getFirst().began()).isNull();
        store.leaveOut("t1", 3);
        assertThat(store.load("c1").turns().getFirst().leftOut()).isEqualTo(3);
        assertThat(ChatRows.of(chat)).contains("Be brief.");
    }

    @Test
    void aDatabaseOfAnotherProgramOrANewerOneIsLeftAlone() throws Exception {
        Path foreign = folder.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = connection.createStatement()) {
            statement.execute("create table something (x)");
        }
        assertThatThrownBy(() -> ChatStore.open(foreign, Clock.systemUTC()))
                .isInstanceOf(ChatException.class)
                .hasMessageContaining("another program");
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("chats.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set version = '99'");
        }
        assertThatThrownBy(this::open).isInstanceOf(ChatException.class).hasMessageContaining("newer Cultivar");
    }

    private List<String> ids(String search) {
        return store.chats(search).stream().map(ChatSummary::id).toList();
    }

    static StoredTurn turn(String id, @Nullable String parent, String question, StoredAnswer... answers) {
        long number = Long.parseLong(id.substring(1));
        return new StoredTurn(
                id,
                parent,
                question,
                Draw.CREATIVE,
                null,
                false,
                Instant.ofEpochSecond(number),
                0,
                List.of(answers),
                null);
    }

    static StoredTurn under(@Nullable Terms terms, StoredTurn turn) {
        return new StoredTurn(
                turn.id(),
                turn.parent(),
                turn.question(),
                turn.draw(),
                terms,
                turn.blind(),
                turn.created(),
                turn.leftOut(),
                turn.answers(),
                turn.finding());
    }

    static StoredAnswer answer(int slot, int place, Who who, String text) {
        return new StoredAnswer(
                slot, place, who, null, text, who.isBase() ? "" : "ab", 1, 30, 0.2, Outcome.Stop.END, null);
    }

    private static Vote vote(String turn, Vote.Verdict verdict, int best) {
        return new Vote(
                turn,
                List.of(ChatMessage.user("q")),
                verdict,
                Instant.parse("2026-11-28T00:00:00Z"),
                List.of(
                        new Vote.Candidate(0, "Seedling", "", 0, null, "by Seedling", best == 0),
                        new Vote.Candidate(1, "boats", "ab", 0.5, null, "by boats", best == 1)));
    }
}
