package cultivar.app.chat.store;

import static cultivar.app.chat.store.ChatStoreTest.answer;
import static cultivar.app.chat.store.ChatStoreTest.turn;
import static cultivar.app.chat.store.ChatStoreTest.under;
import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.chat.ask.Outcome;
import cultivar.app.chat.ask.Who;
import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.RowReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row says what has happened. */
class ChatRowsTest {
    private static final Who BASE = Who.base("Seedling");
    private static final Who TUNED = new Who("boats", Path.of("adapters", "boats"), 0.5);

    @Test
    void anImportReadsAnExportedChat() throws Exception {
        byte[] lines = ChatRows.of(chat(
                        turn("t1", null, "one", answer(0, 0, BASE, "a"), answer(1, 1, TUNED, "b")),
                        turn("t2", "t1", "two", answer(0, 0, BASE, "c"), answer(1, 1, TUNED, "d"))))
                .getBytes(StandardCharsets.UTF_8);
        List<Contribution> rows = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try (RowReader reader = new RowReader(
                "chat.jsonl",
                new ByteArrayInputStream(lines),
                new RowDefaults(EvmAddress.NOBODY, "CC0-1.0"),
                problems::add)) {
            while (reader.read(row -> rows.add(row.contribution()))) {}
        }
        assertThat(problems)
                .as("only the licence is not the chat's to say")
                .allMatch(problem -> problem.toString().contains("no licence"));
        assertThat(rows).hasSize(2);
        assertThat(rows.getLast().messages())
                .extracting(message -> message.role().id() + " " + message.content())
                .containsExactly("system Be brief.", "user one", "assistant b", "user two", "assistant d");
        assertThat(rows.getLast().source()).isEqualTo("boats (strength 0.50, SHA-256 ab)");
        assertThat(rows.getLast().tags()).containsExactly("chat");
    }

    @ParameterizedTest
    @EnumSource(names = {"LENGTH", "CONTEXT", "STOPPED", "CUT"})
    void anAnswerThatDidNotComeToItsEndIsNoExample(Outcome.Stop stop) {
        StoredAnswer whole = answer(0, 0, BASE, "whole");
        StoredAnswer half = new StoredAnswer(0, 0, BASE, null, "half", "", 1, 30, 0.2, stop, null);
        assertThat(rows(chat(
                        turn("t1", null, "one", whole),
                        turn("t2", "t1", "two", half),
                        turn("t3", "t2", "three", whole))))
                .containsExactly("Be brief. one whole | Seedling (base)", "Be brief. three whole | Seedling (base)");
    }

    @Test
    void aRowBeginsWhereAnotherAnswers() {
        assertThat(rows(chat(
                        turn("t1", null, "one", answer(0, 0, TUNED, "a")),
                        turn("t2", "t1", "two", answer(0, 0, TUNED, "b")),
                        turn("t3", "t2", "three", answer(0, 0, TUNED.at(1), "c")),
                        turn("t4", "t3", "four", answer(1, 0, BASE, "d")))))
                .containsExactly(
                        "Be brief. one a two b | boats (strength 0.50, SHA-256 ab)",
                        "Be brief. three c | boats (strength 1.00, SHA-256 ab)",
                        "Be brief. four d | Seedling (base)");
    }

    @Test
    void aRowIsAskedAsItsQuestionsWere() {
        Terms brief = new Terms("Be brief.", true);
        Terms afresh = new Terms("Be brief.", false);
        Terms none = new Terms("", true);
        assertThat(rows(chat(
                        under(afresh, turn("t1", null, "one", answer(0, 0, BASE, "a"))),
                        under(afresh, turn("t2", "t1", "two", answer(0, 0, BASE, "b"))),
                        under(brief, turn("t3", "t2", "three", answer(0, 0, BASE, "c"))),
                        under(none, turn("t4", "t3", "four", answer(0, 0, BASE, "d"))))))
                .containsExactly(
                        "Be brief. one a | Seedling (base)",
                        "Be brief. two b three c | Seedling (base)",
                        "four d | Seedling (base)");
    }

    private static StoredChat chat(StoredTurn... turns) {
        return new StoredChat("c1", "Title", "Be brief.", null, List.of(turns));
    }

    /** What is said in each row, and its source. */
    private static List<String> rows(StoredChat chat) {
        return ChatRows.of(chat).lines().map(ChatRowsTest::said).toList();
    }

    private static String said(String line) {
        JsonNode row = JsonMapper.shared().readTree(line);
        List<String> said = new ArrayList<>();
        row.path("messages").forEach(message -> said.add(message.path("content").asString("")));
        return String.join(" ", said) + " | " + row.path("source").asString("");
    }
}
