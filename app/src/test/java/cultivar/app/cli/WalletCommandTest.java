package cultivar.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet's life in a terminal without a person: files give the passwords. */
class WalletCommandTest {
    private static final String FRIEND = "0x00000000000000000000000000000000000000B0";

    @TempDir
    private Path home;

    private String password = "";

    @BeforeEach
    void writePassword() throws IOException {
        password = file("password", "correct horse\n");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text, UTF_8).toString();
    }

    @Test
    void fromThePhraseToASettledTransaction() throws IOException {
        String phrase = home.resolve("phrase").toString();
        Outcome.of(home, "wallet", "create", "--password-file", password, "--phrase-file", phrase)
                .worked();
        assertThat(Files.readString(Path.of(phrase)).strip().split(" ")).hasSize(12);
        assertThat(Outcome.of(home, "wallet", "create", "--password-file", password, "--phrase-file", phrase)
                        .failed(1))
                .contains("There is a wallet already");
        Outcome.of(home, "wallet", "watch", FRIEND, "--name", "Friend").worked();
        Outcome.of(home, "wallet", "faucet").worked();
        Outcome.of(home, "wallet", "send", FRIEND, "0.25", "--yes", "--password-file", password)
                .worked();
        assertThat(Outcome.of(home, "wallet", "activity").worked().out()).contains("confirmed", "Send 0.25 DEMO");
        assertThat(Outcome.of(home, "wallet", "activity", "--json")
                        .worked()
                        .json()
                        .path("transactions"))
                .hasSize(1);
        assertThat(Outcome.of(home, "wallet", "balance").worked().out()).contains("0.25 DEMO", "Friend");
        assertThat(Outcome.of(home, "wallet", "send", FRIEND, "1000", "--yes", "--password-file", password)
                        .failed(1))
                .contains("Nothing was signed");
    }

    @Test
    void keysGoOutAndComeBack() throws IOException {
        String words = file("words", "test test test test test test test test test test test junk");
        Outcome.of(home, "wallet", "restore", "--phrase-file", words, "--password-file", password)
                .worked();
        String key = home.resolve("key.json").toString();
        Outcome.of(home, "wallet", "export", "--out", key, "--password-file", password, "--key-password-file", password)
                .worked();
        assertThat(Outcome.of(
                                home,
                                "wallet",
                                "import",
                                key,
                                "--password-file",
                                password,
                                "--key-password-file",
                                password)
                        .failed(1))
                .contains("in this wallet already");
        String digits = file("digits", "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318\n");
        assertThat(Outcome.of(home, "wallet", "import", digits, "--digits", "--password-file", password)
                        .worked()
                        .out())
                .contains("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
        String other = file("other", "battery staple");
        Outcome.of(home, "wallet", "password", "--password-file", password, "--new-password-file", other)
                .worked();
        String text = file("text", "hello");
        assertThat(Outcome.of(home, "wallet", "sign", "--message", text, "--password-file", password)
                        .failed(1))
                .contains("Wrong password");
        assertThat(Outcome.of(home, "wallet", "sign", "--message", text, "--account", "-1", "--password-file", other)
                        .worked()
                        .out())
                .contains("0x");
    }

    @Test
    void aWrongWordIsNamed() throws IOException {
        String words = file("words", "test test test test test test test test test test test jukn");
        assertThat(Outcome.of(home, "wallet", "restore", "--phrase-file", words, "--password-file", password)
                        .failed(1))
                .contains("Word 12", "junk");
    }

    @Test
    void realChainsAreOffUntilTheyAreEnabled() throws IOException {
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--enable", "--limit", "0.01", "--daily", "none")
                        .worked()
                        .out())
                .contains("at most 0.01 ETH a transaction and any sum a day");
        Outcome.of(home, "wallet", "networks", "mine", "--chain-id", "5", "--rpc", "http://127.0.0.1:9", "--coin", "X")
                .worked();
        assertThat(Outcome.of(home, "wallet", "networks", "mine", "--rpc", "http://example.org")
                        .failed(1))
                .contains("must begin with https");
        assertThat(Outcome.of(home, "wallet", "networks", "nowhere", "--enable").failed(1))
                .contains("Known: demo");
        Files.writeString(home.resolve("networks.json"), "[{");
        assertThat(Outcome.of(home, "wallet", "networks").failed(1)).contains("networks.json", "damaged");
    }
}
