package cultivar.wallet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole way of a registration on the embedded chain, over a restart, and every way to notice a changed byte. */
class RegistryTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path home;

    private Path adapter;
    private Path base;

    @BeforeEach
    void writeFiles() throws IOException {
        adapter = Files.createDirectories(home.resolve("adapters/one"));
        Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\":8}");
        Files.write(adapter.resolve("adapter_model.safetensors"), new byte[3_000_000]);
        Files.writeString(adapter.resolve("README.md"), "does not count");
        base = Files.createDirectories(home.resolve("models/seedling"));
        Files.writeString(base.resolve("config.json"), "{}");
        Files.write(base.resolve("model.safetensors"), new byte[] {1, 2, 3});
    }

    private Manifest manifest(Address creator) {
        return Manifest.of(
                "DeFi intents",
                "Turns requests into JSON — exactly",
                new Manifest.Base("seedling", AdapterFiles.hashBase(base).hash()),
                AdapterFiles.hash(adapter),
                new JsonMapper().readTree("{\"rank\":8,\"lr\":0.001,\"seed\":7,\"datanets\":[\"defi@1\"]}"),
                List.of(new Manifest.Datanet(
                        "defi",
                        1,
                        Hex.encode(Keccak.hash("root")),
                        120,
                        List.of(new Manifest.Contributor("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", 120)),
                        List.of("CC-BY-4.0"))),
                new Manifest.Evaluation(40, new Manifest.Scores(0.025, 2.5), new Manifest.Scores(0.9, 0.125)),
                Instant.parse("2026-11-21T08:00:00.5Z"),
                creator);
    }

    @Test
    void registersAndFindsItAgainAfterARestart() throws Exception {
        Registration registration;
        Manifest manifest;
        Path file = adapter.resolve(Manifest.FILE_NAME);
        Chains chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, chains.demoChain());
        Address owner = vault.accounts().getFirst().address();
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            Registry registry = Registry.open(client);
            Outbox outbox = new Outboxes(chains, Clock.systemUTC()).of(client);
            AccountSigner signer = new AccountSigner(wallet, 0);
            manifest = manifest(owner);
            manifest.write(file);
            RegistrationRequest request = registry.prepare(0, owner, wallet.isDemo(), manifest, "");
            assertThat(request.simulation())
                    .isEqualTo(new Simulation.Succeeds("It will succeed: the adapter becomes token 1."));
            assertThat(request.details())
                    .extracting(Detail::value)
                    .contains(manifest.adapter().hash(), manifest.hash(), owner.toString());
            assertThat(request.maxFeeText()).endsWith(" DEMO");
            registration = request.send(outbox, signer, null);
            assertThat(registration.tokenId()).isEqualTo(1);
            assertThat(registration.chainId()).isEqualTo(31_337);
            assertThat(registration.gasUsed()).isLessThanOrEqualTo(request.gas().longValueExact());
            assertThat(registry.stands(registration)).isTrue();
            assertThat(client.balance(owner)).isEqualTo(DemoWallet.GIFT.subtract(registration.fee()));

            RegistrationRequest again = registry.prepare(0, owner, wallet.isDemo(), manifest, "");
            assertThat(again.simulation().words()).startsWith("This adapter is registered already, as token 1.");
            assertThatThrownBy(() -> again.send(outbox, signer, null)).hasMessageContaining("registered already");
        }
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            Registry registry = Registry.open(client);
            OnChainRegistration found = registry.find("1").orElseThrow();
            assertThat(registry.find(manifest.adapter().hash())).contains(found);
            assertThat(registry.find(registration.transaction())).contains(found);
            assertThat(registry.find("2")).isEmpty();
            assertThat(registry.find(Hex.encode(Keccak.hash("nothing")))).isEmpty();
            assertThatThrownBy(() -> registry.find("nonsense")).hasMessageContaining("no token number");
            assertThat(registry.count()).isEqualTo(1);
            assertThat(found.owner()).isEqualTo(owner);
            Verification verification = RegistrationCheck.run(file, adapter, base, found);
            assertThat(verification.failures()).isEmpty();
            assertThat(verification.holds()).isTrue();
            assertThat(verification
                            .and(List.of(Check.compare("rows", "a", "b")))
                            .holds())
                    .isFalse();
            everyChangedByteIsNoticed(file, found);
        }
    }

    private void everyChangedByteIsNoticed(Path file, OnChainRegistration found) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i += 7) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(RegistrationCheck.run(file, adapter, base, found).holds())
                    .as("byte " + i)
                    .isFalse();
        }
        Files.write(file, whole);

        Path weights = adapter.resolve("adapter_model.safetensors");
        byte[] tensors = Files.readAllBytes(weights);
        tensors[2_999_999] ^= 1;
        Files.write(weights, tensors);
        assertThat(RegistrationCheck.run(file, adapter, base, found).failures())
                .extracting(Check::what)
                .containsExactly("adapter file adapter_model.safetensors", "adapter on the chain");
        Files.delete(weights);
        assertThat(RegistrationCheck.run(file, adapter, base, found).failures())
                .singleElement()
                .satisfies(check -> assertThat(check.found()).contains("adapter_model.safetensors is missing"));

        Files.write(base.resolve("model.safetensors"), new byte[] {1, 2, 4});
        assertThat(RegistrationCheck.run(file, adapter, base, found).failures())
                .extracting(Check::what)
                .contains("files of the base model");
    }

    @Test
    void anAccountWithoutCoinIsToldSo() {
        Chains chains = Registry.chains(home);
        Address poor = Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        try (ChainClient client = chains.connect(Network.demoChain())) {
            RegistrationRequest request = Registry.open(client).prepare(0, poor, false, manifest(poor), "");
            assertThat(request.simulation()).isInstanceOf(Simulation.TooPoor.class);
            assertThat(request.simulation().words()).contains("has 0 DEMO").contains("Take demo coin first");
            assertThatThrownBy(() -> Registry.open(client).prepare(0, Address.ZERO, false, manifest(poor), ""))
                    .hasMessageContaining("names 0xf39F");
        }
    }

    @Test
    void aNetworkWithoutRegistrySaysWhatToDo() {
        Chains chains = Registry.chains(home);
        try (ChainClient client = ChainClient.connect(Network.demoChain().withRegistry(null), chains.demoChain())) {
            assertThatThrownBy(() -> Registry.open(client))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("No adapter registry is known")
                    .hasMessageContaining("set its address");
        }
        Address nobody = Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        try (ChainClient client = ChainClient.connect(Network.demoChain().withRegistry(nobody), chains.demoChain())) {
            assertThatThrownBy(() -> Registry.open(client)).hasMessageContaining("There is no contract at 0xf39F");
        }
    }

    @Test
    void aManifestReadsBackAndRefusesAnythingElse() {
        Manifest manifest = manifest(Address.ZERO);
        assertThat(Manifest.parse(manifest.bytes())).isEqualTo(manifest);
        String text = new String(manifest.bytes(), StandardCharsets.UTF_8);
        refused(text.replace("\"schema\":1", "\"schema\":2"), "layout 2");
        refused(text.replace("\"name\":\"DeFi intents\",", ""), "damaged");
        refused(text.replace("{\"adapter\"", "{\"aa\":1,\"adapter\""), "damaged");
        refused(text + "\n", "canonical form");
        refused(text.replace("\"seed\":7", "\"seed\":8"), "recipe does not have the hash");
        refused(text.replace("\"size\":7", "\"size\":8"), "list of files does not have the hash");
        refused(text.replace("\"exactMatch\":0.9", "\"exactMatch\":\"NaN\""), "damaged");
        refused(text.substring(0, 100), "damaged");
        refused("", "damaged");
        refused("null", "damaged");
        assertThatThrownBy(() -> Manifest.read(home.resolve("none"))).hasMessageContaining("There is no manifest");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> Manifest.parse(text.getBytes(StandardCharsets.UTF_8)))
                .as(text)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(message);
    }

    @Test
    void amountsAreShortAndRoundedUp() {
        assertThat(Coins.text(BigInteger.ZERO, "ETH")).isEqualTo("0 ETH");
        assertThat(Coins.text(new BigInteger("324100000000001"), "ETH")).isEqualTo("0.0003242 ETH");
        assertThat(Coins.text(BigInteger.TEN.pow(19), "OPEN")).isEqualTo("10 OPEN");
        assertThat(Coins.text(new BigInteger("1234567000000000000000000"), "OPEN"))
                .isEqualTo("1234567 OPEN");
    }

    @Test
    void reasonsOfContractsAreWords() {
        assertThat(RevertReasons.words(new byte[0])).contains("without a reason");
        assertThat(RevertReasons.words(Hex.decode("0x08c379a0"
                        + "0000000000000000000000000000000000000000000000000000000000000020"
                        + "0000000000000000000000000000000000000000000000000000000000000004"
                        + "6e6f706500000000000000000000000000000000000000000000000000000000")))
                .isEqualTo("The contract refused: nope");
        assertThat(RevertReasons.words(Hex.decode("0x065b2b36"))).isNotBlank();
        assertThat(RevertReasons.words(Hex.decode("0xdeadbeef"))).contains("0xdeadbeef");
    }
}
