package cultivar.wallet.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Refusals;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.LimitException;
import cultivar.wallet.transaction.Outbox;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private static Outbox outbox(Chains chains, ChainClient client) {
        return new Outboxes(chains, Clock.systemUTC()).of(client);
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
            manifest = manifest(owner);
            manifest.write(file);
            Outbox outbox = outbox(chains, client);
            AccountSigner signer = new AccountSigner(wallet, 0);
            Publication publication = registry.publication(manifest);
            List<Publication.Step> steps = publication.missing();
            assertThat(publication.simulate(steps, 0, true, outbox).words())
                    .startsWith("The first of 3 transactions will succeed");
            assertThat(publication.details(steps))
                    .extracting(Detail::value)
                    .contains(manifest.adapter().hash(), manifest.hash(), owner.toString());
            BigInteger most = publication.maxFee(steps);
            registration = publication.send(0, outbox, signer, () -> null);
            assertThat(registration.tokenId())
                    .isEqualTo(Hex.number(manifest.adapter().hash()));
            assertThat(registration.gasUsed()).isLessThan(105_000);
            assertThat(registration.chainId()).isEqualTo(31_337);
            assertThat(registry.stands(registration)).isTrue();
            assertThat(DemoWallet.GIFT.subtract(client.balance(owner))).isBetween(registration.fee(), most);
            assertThat(outbox.entries())
                    .as("everything went through the outbox")
                    .extracting(Entry::purpose)
                    .containsExactly(
                            "Creates the datanet \"defi\" in your name",
                            "Publishes the next version of datanet 1",
                            "Registers the adapter \"DeFi intents\" in your name");

            assertThatThrownBy(publication::missing)
                    .hasMessageStartingWith("This adapter is registered already, as token "
                            + manifest.adapter().hash());
            assertThatThrownBy(() -> publication.send(0, outbox, signer, () -> null))
                    .hasMessageContaining("registered already");
            assertThat(outbox.entries()).as("nothing was sent for it").hasSize(3);
        }
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            Registry registry = Registry.open(client);
            OnChainRegistration found =
                    registry.find(registration.tokenId().toString()).orElseThrow();
            assertThat(registry.find(manifest.adapter().hash())).contains(found);
            assertThat(registry.find(registration.transaction())).contains(found);
            assertThat(registry.find("2")).isEmpty();
            assertThat(registry.find(Hex.encode(Keccak.hash("nothing")))).isEmpty();
            assertThatThrownBy(() -> registry.find("nonsense")).hasMessageContaining("no token number");
            assertThat(registry.find("9".repeat(78))).isEmpty();
            assertThat(found.versions())
                    .singleElement()
                    .satisfies(version -> assertThat(version.place()).hasToString("1@1"));
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

    /** Every field of what the chain says, one at a time: each is found and named. */
    @Test
    void everyFieldOfTheChainIsCompared() throws Exception {
        Chains chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, chains.demoChain());
        Address owner = vault.accounts().getFirst().address();
        Path file = adapter.resolve(Manifest.FILE_NAME);
        manifest(owner).write(file);
        OnChainRegistration found;
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            Registry registry = Registry.open(client);
            Registration sent = registry.publication(manifest(owner))
                    .send(0, outbox(chains, client), new AccountSigner(wallet, 0), () -> null);
            found = registry.findToken(sent.tokenId()).orElseThrow();
        }
        String other = Hex.encode(Keccak.hash("other"));
        OnChainRegistration.Version version = found.versions().getFirst();
        DatanetLedger.Version kept = version.found().orElseThrow();
        Map<OnChainRegistration, String> changed = new LinkedHashMap<>();
        changed.put(Changed.of(found).with("creator", Address.ZERO), "creator");
        changed.put(Changed.of(found).with("adapterHash", other), "adapter on the chain");
        changed.put(Changed.of(found).with("baseHash", other), "base model on the chain");
        changed.put(Changed.of(found).with("manifestHash", other), "manifest on the chain");
        changed.put(Changed.of(found).with("datanetsHash", other), "datanets on the chain");
        for (DatanetLedger.Version wrong : List.of(
                new DatanetLedger.Version(kept.place(), other, kept.rows(), kept.publishedAt(), kept.uri()),
                new DatanetLedger.Version(kept.place(), kept.root(), 121, kept.publishedAt(), kept.uri()))) {
            changed.put(
                    Changed.of(found)
                            .with(
                                    "versions",
                                    List.of(new OnChainRegistration.Version(
                                            version.place(), version.root(), Optional.of(wrong)))),
                    "version defi@1 on the chain");
        }
        changed.put(
                Changed.of(found)
                        .with(
                                "versions",
                                List.of(new OnChainRegistration.Version(
                                        version.place(), version.root(), Optional.empty()))),
                "version defi@1 on the chain");
        changed.put(
                Changed.of(found).with("commitment", Optional.of(new OnChainRegistration.Commitment("0x00", "0x01"))),
                "fields of the registration");
        changed.forEach((registration, what) -> assertThat(
                        RegistrationCheck.run(file, adapter, base, registration).failures())
                .extracting(Check::what)
                .containsExactly(what));
        everyFieldOfTheEventIsInTheCommitment(found);
    }

    private static void everyFieldOfTheEventIsInTheCommitment(OnChainRegistration found) {
        BigInteger one = BigInteger.ONE;
        AdapterEvent.Source source = new AdapterEvent.Source(new VersionPlace(one, one), found.manifestHash());
        AdapterEvent event = new AdapterEvent(
                found.tokenId(),
                found.creator(),
                found.baseHash(),
                found.manifestHash(),
                List.of(source),
                List.of(one));
        String other = Hex.encode(Keccak.hash("other"));
        List<AdapterEvent> changed = new ArrayList<>();
        changed.add(new AdapterEvent(
                one, event.creator(), event.baseHash(), event.manifestHash(), event.sources(), event.parents()));
        changed.add(new AdapterEvent(
                event.adapter(),
                Address.ZERO,
                event.baseHash(),
                event.manifestHash(),
                event.sources(),
                event.parents()));
        changed.add(new AdapterEvent(
                event.adapter(), event.creator(), other, event.manifestHash(), event.sources(), event.parents()));
        changed.add(new AdapterEvent(
                event.adapter(), event.creator(), event.baseHash(), other, event.sources(), event.parents()));
        for (AdapterEvent.Source wrong : List.of(
                new AdapterEvent.Source(new VersionPlace(BigInteger.TWO, one), source.root()),
                new AdapterEvent.Source(new VersionPlace(one, BigInteger.TWO), source.root()),
                new AdapterEvent.Source(source.place(), other))) {
            changed.add(new AdapterEvent(
                    event.adapter(),
                    event.creator(),
                    event.baseHash(),
                    event.manifestHash(),
                    List.of(wrong),
                    event.parents()));
        }
        changed.add(new AdapterEvent(
                event.adapter(), event.creator(), event.baseHash(), event.manifestHash(), event.sources(), List.of()));
        assertThat(changed)
                .extracting(AdapterEvent::commitment)
                .doesNotHaveDuplicates()
                .doesNotContain(event.commitment());
    }

    /** What somebody else published is named, not published again; a new version goes to the own datanet. */
    @Test
    void versionsThatAreOnTheChainAreNotPublishedAgain() throws Exception {
        Chains chains = Registry.chains(home);
        Vault first = DemoWallet.create(home.resolve("wallet/first.json"), PASSWORD, chains.demoChain());
        Vault second = DemoWallet.create(home.resolve("wallet/second.json"), PASSWORD, chains.demoChain());
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet one = first.unlock(PASSWORD);
                UnlockedWallet two = second.unlock(PASSWORD)) {
            Registry registry = Registry.open(client);
            Outbox outbox = outbox(chains, client);
            AccountSigner signer = new AccountSigner(two, 0);
            Publication before = registry.publication(manifest(two.address(0)));
            assertThat(before.missing()).hasSize(3);
            assertThat(registry.registrations()).isZero();
            assertThatThrownBy(() -> before.send(0, outbox, new AccountSigner(one, 0), () -> null))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("names " + two.address(0));
            var _ = registry.publication(manifest(one.address(0)))
                    .send(0, outbox, new AccountSigner(one, 0), () -> null);
            assertThatThrownBy(() -> before.send(0, outbox, signer, () -> null))
                    .hasMessageContaining("registered already");
            Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\":16}");
            Publication after = registry.publication(manifest(two.address(0)));
            assertThat(after.missing()).containsExactly(new Publication.Step.Register());
            assertThat(after.simulate(after.missing(), 0, true, outbox).words()).startsWith("It will succeed");
            Registration sent = after.send(0, outbox, signer, () -> null);
            assertThat(registry.findToken(sent.tokenId())
                            .orElseThrow()
                            .versions()
                            .getFirst()
                            .place())
                    .hasToString("1@1");
            assertThat(registry.datanets().owner(BigInteger.ONE)).contains(one.address(0));
            assertThat(registry.registrations()).isEqualTo(2);
        }
    }

    /** A home whose chain began with the registry alone: it opens, its registrations verify, and new ones are made. */
    @Test
    void anOlderChainOpensAndItsRegistrationsHold() throws Exception {
        DevChain older = DevChain.open(home.resolve("chain"), List.of(Hex.decode(AdapterRegistry.BINARY)));
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, older);
        Address owner = vault.accounts().getFirst().address();
        Manifest manifest = manifest(owner);
        Path file = adapter.resolve(Manifest.FILE_NAME);
        manifest.write(file);
        Address registry =
                Objects.requireNonNull(Network.demoChain().contracts()).datanets();
        try (ChainClient client = ChainClient.connect(Network.demoChain(), older);
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            byte[] call = Hex.decode(Wrappers.olderRegistry(client, registry)
                    .register(
                            Hex.decode(manifest.adapter().hash()),
                            Hex.decode(manifest.base().hash()),
                            Hex.decode(manifest.hash()),
                            manifest.roots().stream().map(Hex::decode).toList(),
                            "")
                    .encodeFunctionCall());
            Calls calls = new Calls(client);
            var _ = calls.send(
                    calls.prepare(0, owner, true, ContractCall.of(registry, call, List.of())),
                    outbox(Registry.chains(home), client),
                    new AccountSigner(wallet, 0),
                    null);
        }
        Contracts contracts;
        try (ChainClient client = Registry.chains(home).connect(Network.demoChain())) {
            contracts = Registry.contracts(client);
            assertThat(contracts).isNotEqualTo(Network.demoChain().contracts());
            RegistrationReader reader = Registry.reader(client, registry);
            OnChainRegistration found = reader.find("1").orElseThrow();
            assertThat(reader.find(manifest.adapter().hash())).contains(found);
            assertThat(reader.find("2")).isEmpty();
            assertThat(RegistrationCheck.run(file, adapter, base, found).failures())
                    .isEmpty();
            everyChangedByteIsNoticed(file, found);
        }
        writeFiles();
        Chains again = Registry.chains(home);
        try (ChainClient client = again.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            assertThat(Registry.contracts(client)).as("not made twice").isEqualTo(contracts);
            Registration sent = Registry.open(client)
                    .publication(manifest)
                    .send(0, outbox(again, client), new AccountSigner(wallet, 0), () -> null);
            assertThat(sent.contract()).isEqualTo(contracts.adapters());
            assertThat(Registry.reader(client, sent.contract()).findToken(sent.tokenId()))
                    .isPresent();
        }
    }

    /** An approval serves once, so each of the four needs its own. */
    @Test
    void aDeploymentAboveTheLimitsIsApprovedFourTimes() throws Exception {
        Chains chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, chains.demoChain());
        chains.networks().limit(Network.demoChain(), BigInteger.ONE, null);
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            Deployment deployment = new Deployment(client, 0, wallet.address(0), true);
            Outbox outbox = outbox(chains, client);
            AccountSigner signer = new AccountSigner(wallet, 0);
            assertThatThrownBy(() -> deployment.send(outbox, signer, () -> null, _ -> {}))
                    .isInstanceOf(LimitException.class);
            Contracts made = deployment.send(outbox, signer, () -> vault.approve(PASSWORD), _ -> {});
            assertThat(made).isNotEqualTo(Registry.contracts(client));
            chains.networks().register(Network.demoChain(), made);
            assertThat(chains.networks().named("demo").contracts()).isEqualTo(made);
        }
    }

    /** As with a deployment: each step is approved by itself. */
    @Test
    void aPublicationAboveTheLimitsIsApprovedStepByStep() throws Exception {
        Chains chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), PASSWORD, chains.demoChain());
        chains.networks().limit(Network.demoChain(), BigInteger.ONE, null);
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(PASSWORD)) {
            Publication publication = Registry.open(client).publication(manifest(wallet.address(0)));
            assertThat(publication.missing()).hasSize(3);
            Outbox outbox = outbox(chains, client);
            AccountSigner signer = new AccountSigner(wallet, 0);
            assertThatThrownBy(() -> publication.send(0, outbox, signer, () -> null))
                    .isInstanceOf(LimitException.class);
            Registration registration = publication.send(0, outbox, signer, () -> vault.approve(PASSWORD));
            assertThat(Registry.open(client).stands(registration)).isTrue();
            assertThat(outbox.entries()).hasSize(3);
        }
    }

    @Test
    void anAccountWithoutCoinIsToldSo() {
        Chains chains = Registry.chains(home);
        Address poor = Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        try (ChainClient client = chains.connect(Network.demoChain())) {
            Publication publication = Registry.open(client).publication(manifest(poor));
            Simulation simulation = publication.simulate(publication.missing(), 0, false, outbox(chains, client));
            assertThat(simulation).isInstanceOf(Simulation.TooPoor.class);
            assertThat(simulation.words()).contains("has 0 DEMO").contains("Take demo coin first");
        }
    }

    @Test
    void aNetworkWithoutContractsSaysWhatToDo() {
        Chains chains = Registry.chains(home);
        try (ChainClient client = ChainClient.connect(Network.demoChain().withContracts(null), chains.demoChain())) {
            assertThatThrownBy(() -> Registry.open(client))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("No contracts are known")
                    .hasMessageContaining("wallet deploy --network demo");
        }
        Address nobody = Address.parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        Network elsewhere = Network.demoChain().withContracts(new Contracts(nobody, nobody, nobody, nobody));
        try (ChainClient client = ChainClient.connect(elsewhere, chains.demoChain())) {
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
        Refusals refusals = new Refusals();
        assertThat(refusals.words(new byte[0])).contains("without a reason");
        assertThat(refusals.words(Hex.decode("0x08c379a0"
                        + "0000000000000000000000000000000000000000000000000000000000000020"
                        + "0000000000000000000000000000000000000000000000000000000000000004"
                        + "6e6f706500000000000000000000000000000000000000000000000000000000")))
                .isEqualTo("The contract refused: nope");
        assertThat(refusals.words(Hex.decode("0x065b2b36"))).isNotBlank();
        assertThat(refusals.words(Hex.decode("0xdeadbeef"))).contains("0xdeadbeef");
    }
}
