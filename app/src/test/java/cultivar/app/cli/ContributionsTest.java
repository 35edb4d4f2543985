package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows from one studio to another in a signed file, and everything that may happen to it on the way. */
class ContributionsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NET = "defi-intents";

    @TempDir
    Path giver;

    @TempDir
    Path owner;

    @TempDir
    Path folder;

    private Path rows;
    private Path password;

    @BeforeEach
    void makeRows() throws Exception {
        rows = Files.writeString(folder.resolve("mine.jsonl"), """
            {"prompt":"Lend 5 USDC","completion":"{\\"action\\":\\"lend\\"}","licence":"CC-BY-4.0","tags":["lend"]}
            {"prompt":"Wrap \u00e9ther","completion":"{\\"action\\":\\"wrap\\"}","licence":"MIT","source":"a note"}
            {"prompt":"Bridge it","completion":"{\\"action\\":\\"bridge\\"}","licence":"CC-BY-4.0"}
            """);
        password = Files.writeString(folder.resolve("password"), "correct horse battery\n");
    }

    @Test
    void rowsGoFromOneStudioToAnotherAndMakeAVersion() throws Exception {
        String address = wallet(giver);
        Path file = contribute("gift.json");
        JsonNode check = receive(file, "--check").worked().json();
        assertThat(check.path("verdict").stringValue()).isEqualTo("intact");
        assertThat(check.path("signer").stringValue()).isEqualTo(address);
        assertThat(check.path("licences").valueStream().map(JsonNode::stringValue))
                .containsExactly("CC-BY-4.0", "MIT");

        JsonNode taken = receive(file).worked().json();
        assertThat(taken.path("added").intValue()).isEqualTo(3);
        assertThat(taken.path("pending").intValue()).isEqualTo(3);
        String id = taken.path("id").toString();
        JsonNode before = show();
        assertThat(before.path("draft_rows").intValue()).isZero();

        JsonNode again = receive(file).worked().json();
        assertThat(again.path("added").intValue()).isZero();
        assertThat(again.path("duplicates").intValue()).isEqualTo(3);
        assertThat(again.path("id").toString()).isEqualTo(id);

        JsonNode waiting = review("--file", id).worked().json();
        assertThat(waiting.path("rows")).hasSize(3);
        assertThat(waiting.path("rows").path(0).path("contributor").stringValue())
                .isEqualTo(address);
        assertThat(waiting.path("rows").path(0).path("origin").stringValue())
                .isEqualTo("gift.json, row 1 (mine.jsonl:1)");
        String second = waiting.path("rows").path(1).path("id").toString();

        assertThat(review("--file", id, "--publish").failed(1)).contains("3 rows of the file still wait");
        JsonNode done = review("--file", id, "--reject", second, "--reason", "not DeFi", "--accept", "all", "--publish")
                .worked()
                .json();
        assertThat(done.path("accepted").intValue()).isEqualTo(2);
        assertThat(done.path("rejected").intValue()).isEqualTo(1);
        assertThat(done.path("version").intValue()).isEqualTo(2);
        assertThat(done.path("version_rows").intValue())
                .isEqualTo(before.path("rows").intValue() + 2);
        assertThat(show().path("contributors")
                        .valueStream()
                        .filter(share -> share.path("address").stringValue().equals(address))
                        .map(share -> share.path("rows").intValue()))
                .containsExactly(2);
        JsonNode diff = Outcome.of(owner, "datanet", "diff", NET + "@1", NET + "@2", "--json")
                .worked()
                .json();
        assertThat(diff.path("added").intValue()).isEqualTo(2);
        assertThat(diff.path("removed").intValue()).isZero();
        assertThat(diff.path("rows")
                        .valueStream()
                        .map(row -> row.path("contributor").stringValue()))
                .containsExactly(address, address);
        assertThat(Outcome.of(owner, "datanet", "diff", NET + "@1", NET + "@7").failed(1))
                .contains("no version 7");
        JsonNode files = review().worked().json().path("files");
        assertThat(files).hasSize(1);
        assertThat(files.path(0).path("check").stringValue()).isEqualTo("intact");
    }

    /** What is done to the file, and what the check must say of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text of row 2       | altered      | row 2 was changed       | 2 | 2
        tags of row 1       | altered      | row 1 was changed       | 1 | 2
        licence of row 3    | altered      | row 3 was changed       | 3 | 2
        origin of row 3     | altered      | row 3 was changed       | 3 | 2
        role in row 1       | altered      | row 1 was changed       | 1 | 2
        row and its hash    | altered      | a row was replaced      |   | 0
        a row is missing    | altered      | made with 3 rows and holds 2 |   | 0
        a row is added      | altered      | made with 3 rows and holds 4 |   | 0
        rows change places  | altered      | order was changed       |   | 0
        datanet             | altered      | what it says of itself  |   | 0
        note                | altered      | what it says of itself  |   | 0
        licences            | altered      | what it says of itself  |   | 0
        root                | altered      | what it says of itself  |   | 0
        contributor         | wrong-signer | signed it               |   | 0
        everything and hash | wrong-signer | signed it               |   | 0
        signature of nobody | wrong-signer | is nobody's             |   | 0
        """)
    void whatWasAlteredIsSaid(String what, String verdict, String reason, Integer row, int usable) throws Exception {
        wallet(giver);
        Path file = contribute("gift.json");
        change(file, node -> tamper(what, node));
        Outcome outcome = receive(file, "--check");
        assertThat(outcome.code()).isEqualTo(1);
        JsonNode check = outcome.json();
        assertThat(check.path("verdict").stringValue()).isEqualTo(verdict);
        assertThat(check.path("reason").stringValue()).contains(reason);
        assertThat(check.path("usable_rows").intValue()).isEqualTo(usable);
        assertThat(check.path("altered")
                        .valueStream()
                        .map(problem -> problem.path("row").intValue()))
                .isEqualTo(row == null ? List.of() : List.of(row));
        assertThat(receive(file, "--unsigned").code()).isEqualTo(1);
        Outcome forced = receive(file, "--intact-rows");
        assertThat(forced.code()).isEqualTo(1);
        long in = usable == 0 ? 0 : forced.json().path("added").longValue();
        assertThat(in).isEqualTo(usable);
        assertThat(review().worked().json().path("files")).hasSize(usable == 0 ? 0 : 1);
    }

    @Test
    void anUnsignedFileGoesInOnlyIfSomebodySaysSo() throws Exception {
        String address = wallet(giver);
        Path file = folder.resolve("unsigned.json");
        Outcome.of(
                        giver,
                        "datanet",
                        "contribute",
                        rows.toString(),
                        "--to",
                        NET,
                        "--out",
                        file.toString(),
                        "--unsigned",
                        address)
                .worked();
        assertThat(receive(file, "--check").json().path("verdict").stringValue())
                .isEqualTo("unsigned");
        assertThat(receive(file).failedAsJson(1).path("hint").stringValue()).contains("--unsigned");
        JsonNode taken = receive(file, "--unsigned").worked().json();
        assertThat(taken.path("added").intValue()).isEqualTo(3);

        // The signed one of the same rows is another statement, whose rows are there already.
        Path signed = contribute("signed.json");
        assertThat(receive(signed).worked().json().path("duplicates").intValue())
                .isEqualTo(3);
        change(file, node -> ((ObjectNode) node.path("contributions").path(0)).put("licence", "MIT"));
        JsonNode altered = receive(file, "--check").json();
        assertThat(altered.path("verdict").stringValue()).isEqualTo("altered");
        assertThat(altered.path("usable_rows").intValue()).isZero();
    }

    @Test
    void aSignatureTakenAwayLeavesAnUnsignedFile() throws Exception {
        wallet(giver);
        Path file = contribute("gift.json");
        change(file, node -> node.remove("signature"));
        assertThat(receive(file, "--check").json().path("verdict").stringValue())
                .isEqualTo("unsigned");
    }

    @Test
    void whatCannotBeAContributionIsNamedInOneLine() throws Exception {
        wallet(giver);
        Path file = contribute("gift.json");
        String text = Files.readString(file);
        Map<String, String> broken = Map.of(
                "cut short", text.substring(0, text.length() / 2),
                "no object", "[1]",
                "something else", "{\"format\":\"other\"}",
                "newer", text.replaceFirst("\"version\" : 1", "\"version\" : 2"),
                "no root", text.replaceFirst("\"root\" : \"0x", "\"root\" : \""),
                "bad address", text.replaceFirst("\"contributor\" : \"0x", "\"contributor\" : \"0y"),
                "bad name", text.replaceFirst("\"datanet\" : \"defi", "\"datanet\" : \"De fi"),
                "twice", text.replaceFirst("\"version\" : 1", "\"version\" : 1, \"version\" : 1"),
                "more behind", text + "{}",
                "empty", "");
        broken.forEach((what, content) -> {
            Path bad = folder.resolve("bad.json");
            write(bad, content);
            assertThat(Outcome.of(owner, "datanet", "receive", bad.toString()).failed(1))
                    .as(what)
                    .contains("bad.json", "ask its sender");
        });
        assertThat(Outcome.of(owner, "datanet", "receive", "missing.json").failed(1))
                .contains("missing.json", "cannot be read");
        assertThat(Outcome.of(owner, "datanet", "import", file.toString(), "--into", "other")
                        .failed(1))
                .contains("gift.json", "receive");
        Path elsewhere = folder.resolve("elsewhere.json");
        Outcome.of(
                        giver,
                        "datanet",
                        "contribute",
                        rows.toString(),
                        "--to",
                        "not-there",
                        "--out",
                        elsewhere.toString(),
                        "--password-file",
                        password.toString())
                .worked();
        assertThat(Outcome.of(owner, "datanet", "receive", elsewhere.toString()).failed(1))
                .contains("not-there");
    }

    @Test
    void whatCannotBeGivenIsSaid() throws Exception {
        Path out = folder.resolve("gift.json");
        assertThat(give(out, rows).failed(1)).contains("no wallet", "--unsigned");
        wallet(giver);
        assertThat(give(folder.resolve("gift.txt"), rows).failed(1)).contains(".json");
        assertThat(give(out, folder.resolve("none.jsonl")).failed(1)).contains("none.jsonl");
        Path others = Files.writeString(
                folder.resolve("others.jsonl"),
                "{\"prompt\":\"a\",\"completion\":\"b\",\"contributor\":\"0x00000000000000000000000000000000000000aa\"}\n");
        assertThat(give(out, others).line()).contains("No row can be given");
        assertThat(out).doesNotExist();
        Outcome mixed = give(out, rows, others);
        assertThat(mixed.code()).isEqualTo(1);
        assertThat(mixed.err()).contains("others.jsonl:1: the row is 0x");
        assertThat(receive(out, "--check").worked().json().path("rows").intValue())
                .isEqualTo(3);
        assertThat(give(out, rows).failed(1)).contains("there already");
        Files.writeString(password, "something else");
        assertThat(give(folder.resolve("new.json"), rows).failed(1)).contains("password");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("mine.jsonl", "others.jsonl", "password", "gift.json");
        }
    }

    private Path contribute(String name) {
        Path file = folder.resolve(name);
        give(file, rows).worked();
        return file;
    }

    private Outcome give(Path out, Path... sources) {
        List<String> arguments = new ArrayList<>(List.of("datanet", "contribute"));
        for (Path source : sources) {
            arguments.add(source.toString());
        }
        arguments.addAll(List.of("--to", NET, "--out", out.toString(), "--note", "for “you”"));
        arguments.addAll(List.of("--password-file", password.toString()));
        return Outcome.of(giver, arguments.toArray(String[]::new));
    }

    private Outcome receive(Path file, String... options) {
        return command("receive", file.toString(), options);
    }

    private Outcome review(String... options) {
        return command("review", NET, options);
    }

    private Outcome command(String name, String argument, String... options) {
        List<String> arguments = new ArrayList<>(List.of("datanet", name, argument));
        boolean error = List.of(options).contains("--publish") && options.length == 3;
        arguments.addAll(List.of(options));
        if (!error) {
            arguments.add("--json");
        }
        return Outcome.of(owner, arguments.toArray(String[]::new));
    }

    private JsonNode show() {
        return Outcome.of(owner, "datanet", "show", NET, "--json").worked().json();
    }

    private String wallet(Path home) throws Exception {
        Files.createDirectories(home.resolve("wallet"));
        char[] secret = Files.readString(password).strip().toCharArray();
        try (Phrase phrase = Phrase.create()) {
            Vault vault = Vault.create(home.resolve("wallet/wallet.json"), secret, phrase, false);
            return vault.accounts().getFirst().address().toString();
        }
    }

    private static void change(Path file, Consumer<ObjectNode> edit) throws Exception {
        ObjectNode node = (ObjectNode) JSON.readTree(Files.readString(file));
        edit.accept(node);
        Files.writeString(file, node.toString());
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tamper(String what, ObjectNode node) {
        ArrayNode rows = (ArrayNode) node.path("contributions");
        ObjectNode statement = (ObjectNode) node.path("statement");
        switch (what) {
            case "text of row 2" ->
                ((ObjectNode) row(rows, 2).path("messages").path(1)).put("content", "something else");
            case "tags of row 1" -> ((ArrayNode) row(rows, 1).path("tags")).add("staking");
            case "licence of row 3" -> row(rows, 3).put("licence", "CC0-1.0");
            case "origin of row 3" -> row(rows, 3).put("origin", "elsewhere:1");
            case "role in row 1" -> ((ObjectNode) row(rows, 1).path("messages").path(0)).put("role", "robot");
            case "row and its hash" -> rows.set(1, row(rows, 3).deepCopy());
            case "a row is missing" -> rows.remove(1);
            case "a row is added" -> rows.add(row(rows, 1).deepCopy());
            case "rows change places" -> {
                JsonNode first = rows.remove(0);
                rows.add(first);
            }
            case "datanet" -> statement.put("datanet", "move-questions");
            case "note" -> statement.put("note", "paid for");
            case "licences" ->
                ((ArrayNode) statement.path("licences")).removeAll().add("MIT");
            case "root" -> statement.put("root", "0x" + "ab".repeat(32));
            case "contributor" -> statement.put("contributor", "0x00000000000000000000000000000000000000aa");
            case "everything and hash" -> {
                // Somebody who claims the rows, and leaves no hash behind that tells who signed.
                statement.put("contributor", "0x00000000000000000000000000000000000000aa");
                node.remove("digest");
            }
            case "signature of nobody" -> node.put("signature", "0x" + "00".repeat(65));
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static ObjectNode row(ArrayNode rows, int number) {
        return (ObjectNode) rows.path(number - 1);
    }
}
