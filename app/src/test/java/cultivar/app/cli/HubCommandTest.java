package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.hub.SmallHub;
import cultivar.runtime.seedling.Seedling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The hub's commands, against a hub on this machine. */
class HubCommandTest {
    private static final String ID = "cultivar-tests/seedling-copy";

    @TempDir
    private Path folder;

    private final SmallHub hub = new SmallHub();
    private Path home = Path.of("unset");

    @BeforeEach
    void serve() throws IOException {
        home = folder.resolve("home");
        hub.of(home).serve(ID, Seedling.install(folder.resolve("box")), false);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aDownloadedModelIsUsedByItsName() {
        JsonNode found =
                Outcome.of(home, "hub", "search", "seedling", "--json").worked().json();
        assertThat(found.path("models").path(0).path("name").stringValue()).isEqualTo(ID);
        assertThat(found.path("models").path(0).path("weight_bytes").asLong()).isGreaterThan(1_000_000);

        String missing =
                Outcome.of(home, "generate", "--model", ID, "--prompt", "hi").failed(1);
        assertThat(missing).contains("is neither a folder nor on this machine", "cultivar hub download " + ID);

        Outcome download = Outcome.of(home, "hub", "download", ID, "--json").worked();
        JsonNode here = download.json();
        Path copy = home.resolve("models").resolve("cultivar-tests--seedling-copy");
        assertThat(here.path("folder").stringValue()).isEqualTo(copy.toString());
        assertThat(here.path("commit").stringValue()).isEqualTo(SmallHub.COMMIT);
        assertThat(here.path("revision").stringValue()).isEqualTo("main");
        assertThat(download.err()).contains("licence apache-2.0", "100%");

        JsonNode list = Outcome.of(home, "hub", "list", "--json").worked().json();
        assertThat(list.path("models").valueStream().map(row -> row.path("name").stringValue()))
                .contains("seedling", ID);
        JsonNode text = Outcome.of(home, "generate", "--model", ID, "--prompt", "Hello", "--max-tokens", "3", "--json")
                .worked()
                .json();
        assertThat(text.path("ids").size()).isBetween(1, 3);
    }

    @Test
    void showsPeopleATable() {
        Outcome search = Outcome.of(home, "hub", "search", "SEED").worked();
        assertThat(search.out()).contains("NAME", "LICENCE", ID, "9.38 MB", "12345", "apache-2.0");
        assertThat(Outcome.of(home, "hub", "search", "nothing-like-it").worked().err())
                .contains("Nothing on the hub has these words");
        Outcome download = Outcome.of(home, "hub", "download", ID).worked();
        assertThat(download.out()).startsWith("The model is in ");
        assertThat(Outcome.of(home, "hub", "list").worked().out()).contains("seedling", "in the box", ID);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Outcome.of(home, "hub", "download", "seedling").failed(2)).contains("OWNER/NAME");
        assertThat(Outcome.of(home, "hub", "download", "a/b@c d").failed(2)).contains("cannot be a revision");
        assertThat(Outcome.of(home, "hub", "download", "nobody/nothing").failed(1))
                .contains("There is no nobody/nothing on 127.0.0.1");
        assertThat(Outcome.of(home, "hub").failed(2)).contains("subcommand");
        assertThat(Outcome.of(home, "generate", "--adapter", "nobody/nothing", "--prompt", "x")
                        .failed(1))
                .contains("cultivar hub download nobody/nothing");
    }

    @Test
    void aTokenOpensGatedModels() throws IOException {
        hub.serve("cultivar-tests/gated", Seedling.install(folder.resolve("box")), true);
        assertThat(Outcome.of(home, "hub", "download", "cultivar-tests/gated").failed(1))
                .contains("is gated", "cultivar hub login");

        assertThat(typed("hf_wrong", "hub", "login").failed(1)).contains("does not accept the token");
        assertThat(home.resolve("hub-token")).doesNotExist();

        Outcome login = typed(SmallHub.TOKEN + "\n", "hub", "login", "--json").worked();
        assertThat(login.json().path("account").stringValue()).isEqualTo("ada");
        assertThat(login.out() + login.err()).doesNotContain(SmallHub.TOKEN);
        assertThat(Files.readString(home.resolve("hub-token"))).isEqualTo(SmallHub.TOKEN + "\n");
        Outcome.of(home, "hub", "download", "cultivar-tests/gated").worked();

        assertThat(Outcome.of(home, "hub", "logout", "--json")
                        .worked()
                        .json()
                        .path("forgotten")
                        .asBoolean())
                .isTrue();
        assertThat(home.resolve("hub-token")).doesNotExist();
    }

    /** Runs a command with something on standard input. */
    private Outcome typed(String text, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return Outcome.of(home, arguments);
        } finally {
            System.setIn(before);
        }
    }
}
