package cultivar.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.home.Home;
import cultivar.app.publish.LoopbackNode;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Secp256k1;
import cultivar.wallet.codec.Signature;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Draft;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

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
        Outcome.of(home, "wallet", "send", FRIEND, "0.250000000000000001", "--yes", "--password-file", password)
                .worked();
        assertThat(Outcome.of(home, "wallet", "activity").worked().out())
                .as("what was signed is never rounded")
                .contains("confirmed", "Send 0.250000000000000001 DEMO");
        assertThat(Outcome.of(home, "wallet", "activity", "--json")
                        .worked()
                        .json()
                        .path("transactions"))
                .hasSize(1);
        assertThat(Outcome.of(home, "wallet", "balance").worked().out()).contains("0.2501 DEMO", "Friend");
        assertThat(Outcome.of(home, "wallet", "send", FRIEND, "1000", "--yes", "--password-file", password)
                        .failed(1))
                .contains("Nothing was signed");
    }

    @Test
    void whatWaitsForItsBlockIsNotSentTwiceUnlessAskedFor() throws IOException {
        String phrase = home.resolve("phrase").toString();
        Outcome.of(home, "wallet", "create", "--password-file", password, "--phrase-file", phrase)
                .worked();
        Outcome.of(home, "wallet", "faucet").worked();
        Chains chains = Registry.chains(home);
        chains.demoChain().mineAtOnce(false);
        try (UnlockedWallet wallet = Vault.open(new Home(home).vault()).unlock("correct horse".toCharArray());
                ChainClient client = chains.connect(Network.demoChain())) {
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            Draft draft = Draft.coin(Address.parse(FRIEND), BigInteger.TEN.pow(17));
            outbox.send(
                    outbox.prepare(wallet.address(0), draft, Speed.USUAL, "Send"), new AccountSigner(wallet, 0), null);
        }

        String[] send = {"wallet", "send", FRIEND, "0.1", "--yes", "--password-file", password};
        assertThat(Outcome.of(home, send).failed(1))
                .contains("The same was sent before and waits for its block, as 0x", "Nothing was signed");
        String[] again = Arrays.copyOf(send, send.length + 1);
        again[send.length] = "--again";
        Outcome.of(home, again).worked();
        assertThat(Outcome.of(home, "wallet", "activity").worked().out().lines())
                .filteredOn(line -> line.startsWith("confirmed"))
                .hasSize(2);
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
        String signed = Outcome.of(
                        home, "wallet", "sign", "--message", text, "--account", "-1", "--password-file", other)
                .worked()
                .out()
                .strip();
        assertThat(Secp256k1.recover(
                        UnlockedWallet.messageHash("hello".getBytes(UTF_8)), Signature.of(Hex.decode(signed))))
                .hasToString("Optional[0x2c7536E3605D9C16a7a3D7b1898e529396a65c23]");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        String hash = "0x" + "1".repeat(64);
        assertThat(Outcome.of(home, "wallet", "activity", "--faster", hash, "--cancel", hash)
                        .failed(2))
                .contains("do not go together");
        assertThat(Outcome.of(home, "wallet", "activity", "--above-limits").failed(2))
                .contains("nothing is signed");
        assertThat(Outcome.of(home, "wallet", "networks", "--no-enable").failed(2))
                .contains("Give its name");
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--remove", "--limit", "1")
                        .failed(2))
                .contains("--remove stands alone");
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--coin", "X").failed(2))
                .contains("--coin belongs to --chain-id");
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--unreachable")
                        .failed(2))
                .contains("--unreachable belongs to --rpc");
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--limit", "1", "--daily", "much")
                        .failed(1))
                .contains("no amount of coin");
        assertThat(home.resolve("networks.json")).doesNotExist();
    }

    @Test
    void aPasswordThatIsRefusedLeavesNoPhraseBehind() throws IOException {
        Path phrase = home.resolve("phrase");
        String tiny = file("tiny", "short\n");
        assertThat(Outcome.of(home, "wallet", "create", "--password-file", tiny, "--phrase-file", phrase.toString())
                        .failed(1))
                .contains("at least 8 characters");
        assertThat(phrase).doesNotExist();
        assertThat(Outcome.of(home, "wallet", "restore").failed(1))
                .contains("There is no terminal", "Recovery phrase", "--phrase-file")
                .doesNotContain("locked");
    }

    @Test
    void threeDifferentWordsAreAskedForAndReadAsPeopleTypeThem() {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(WalletCreateCommand.asked(12, new Random(seed)))
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .allMatch(place -> place >= 0 && place < 12);
        }
        char[] typed = " Junk ".toCharArray();
        assertThat(WalletCreateCommand.isWord("junk", typed)).isTrue();
        assertThat(typed).containsOnly('\0');
        for (String wrong : List.of("", "junks", "jun", "jukn")) {
            assertThat(WalletCreateCommand.isWord("junk", wrong.toCharArray())).isFalse();
        }
    }

    @Test
    void aSumAboveTheLimitsIsConfirmedAtTheMomentThatItIsSent() {
        Home studio = new Home(home);
        try (Phrase phrase = Phrase.create()) {
            var _ = Vault.create(studio.vault(), "correct horse".toCharArray(), phrase, false);
        }
        char[] typed = "correct horse".toCharArray();
        LimitOption above = CommandLine.populateCommand(new LimitOption(), "--above-limits");
        try (Signer signer = Signer.unlock(studio, typed, above)) {
            Approval first = Objects.requireNonNull(signer.approval());
            assertThat(first.use()).isTrue();
            assertThat(first.use()).isFalse();
            assertThat(Objects.requireNonNull(signer.approval()).use()).isTrue();
        }
        assertThat(typed).containsOnly('\0');
        try (Signer signer = Signer.unlock(studio, "correct horse".toCharArray(), new LimitOption())) {
            assertThat(signer.approval()).isNull();
        }
        for (String command : List.of("publish", "wallet send", "wallet activity")) {
            assertThat(Outcome.of(home, (command + " --help").split(" "))
                            .worked()
                            .out())
                    .contains("--above-limits");
        }
    }

    @Test
    void aWrongWordIsNamed() throws IOException {
        String words = file("words", "test test test test test test test test test test test jukn");
        assertThat(Outcome.of(home, "wallet", "restore", "--phrase-file", words, "--password-file", password)
                        .failed(1))
                .contains("Word 12", "junk");
    }

    @Test
    void contractsOfANetworkAreFourAddresses() throws IOException {
        String four = String.join(",", "0x%040x".formatted(1), "0x%040x".formatted(2), FRIEND, "0x%040x".formatted(4));
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--contracts", FRIEND)
                        .failed(1))
                .contains("The contracts are four");
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--contracts", four + "5")
                        .failed(1))
                .contains("Not an address");
        assertThat(home.resolve("networks.json")).doesNotExist();
        Outcome.of(home, "wallet", "networks", "base", "--contracts", four).worked();
        JsonNode base = Outcome.of(home, "wallet", "networks", "--json")
                .worked()
                .json()
                .path("networks")
                .valueStream()
                .filter(network -> network.path("name").asString().equals("base"))
                .findFirst()
                .orElseThrow();
        assertThat(base.path("contracts").path("rewards").asString()).isEqualTo(FRIEND);
        assertThat(base.path("contracts").path("stakes").asString()).isEqualTo("0x%040x".formatted(4));
    }

    @Test
    void theRegistryInAFileOfAnEarlierStudioIsPassedOver() throws IOException {
        Files.writeString(
                home.resolve("networks.json"),
                "[{\"name\":\"base\",\"registry\":\"" + FRIEND + "\",\"enabled\":true}]");
        assertThat(Outcome.of(home, "wallet", "networks").worked().out()).containsPattern("base +8453 +on");
        Outcome.of(home, "wallet", "networks", "base", "--no-enable").worked();
        assertThat(Files.readString(home.resolve("networks.json"))).doesNotContain("registry");
        Files.writeString(home.resolve("networks.json"), "[{\"name\":\"base\",\"register\":\"" + FRIEND + "\"}]");
        assertThat(Outcome.of(home, "wallet", "networks").failed(1)).contains("damaged");
    }

    @Test
    void aNodeIsAskedWhichChainItServesBeforeItIsKept() throws IOException {
        try (LoopbackNode node = new LoopbackNode(Files.createTempDirectory(home, "node-"))) {
            String[] add = {"wallet", "networks", "mine", "--chain-id", "31337", "--rpc", node.address()};
            assertThat(Outcome.of(home, add).failed(1))
                    .contains(node.address(), "Nothing was changed", "--unreachable")
                    .hasLineCount(1);
            assertThat(home.resolve("networks.json")).doesNotExist();
            node.start();
            String[] other = {"wallet", "networks", "other", "--chain-id", "5", "--rpc", node.address(), "--unreachable"
            };
            assertThat(Outcome.of(home, other).failed(1))
                    .contains("serves chain 31337", "other is chain 5")
                    .hasLineCount(1);
            assertThat(Outcome.of(home, "wallet", "networks", "base", "--rpc", node.address(), "--enable")
                            .failed(1))
                    .contains("serves chain 31337", "Base is chain 8453");
            assertThat(home.resolve("networks.json")).doesNotExist();
            assertThat(Outcome.of(home, add).worked().out()).containsPattern("mine +31337 .*" + node.address());
            node.stop();
            String[] move = {"wallet", "networks", "mine", "--rpc", "http://127.0.0.1:9"};
            assertThat(Outcome.of(home, move).failed(1)).contains("--unreachable");
            assertThat(Outcome.of(home, "wallet", "networks").worked().out()).contains(node.address());
            assertThat(Outcome.of(home, "wallet", "networks", "mine", "--rpc", "http://127.0.0.1:9", "--unreachable")
                            .worked()
                            .out())
                    .contains("http://127.0.0.1:9")
                    .doesNotContain(node.address());
        }
    }

    @Test
    void realChainsAreOffUntilTheyAreEnabled() throws IOException {
        assertThat(Outcome.of(home, "wallet", "networks", "base", "--enable", "--limit", "0.01", "--daily", "none")
                        .worked()
                        .out())
                .contains("at most 0.01 ETH a transaction and any sum a day");
        String[] add = {
            "wallet",
            "networks",
            "mine",
            "--chain-id",
            "5",
            "--rpc",
            "http://127.0.0.1:9",
            "--coin",
            "X",
            "--unreachable"
        };
        Outcome.of(home, add).worked();
        assertThat(Outcome.of(home, "wallet", "networks", "mine", "--rpc", "http://example.org")
                        .failed(1))
                .contains("must begin with https");
        assertThat(Outcome.of(home, "wallet", "networks", "nowhere", "--enable").failed(1))
                .contains("Known: demo");
        Files.writeString(home.resolve("networks.json"), "[{");
        assertThat(Outcome.of(home, "wallet", "networks").failed(1)).contains("networks.json", "damaged");
    }
}
