package cultivar.wallet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.UnlockedWallet;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a file of a registration is found and its file named. Many bytes of each file are changed; all of
 * them, each with every one of its bits turned, with {@code -Dcultivar.verify.stride=1}.
 */
class EveryByteTest {
    private static final int STRIDE = Integer.getInteger("cultivar.verify.stride", 11);

    @TempDir
    private static Path home;

    private static TinyAdapter tiny;
    private static OnChainRegistration chain;

    /** Every registered file, with what must be told when it is no longer what it was. */
    private static final Map<Path, List<String>> FILES = new LinkedHashMap<>();

    @BeforeAll
    static void register() throws Exception {
        char[] password = "correct horse".toCharArray();
        Chains chains = Registry.chains(home);
        Vault vault = DemoWallet.create(home.resolve("wallet/main.json"), password, chains.demoChain());
        tiny = TinyAdapter.write(home);
        try (ChainClient client = chains.connect(Network.demoChain());
                UnlockedWallet wallet = vault.unlock(password)) {
            Manifest manifest = tiny.manifest(wallet.address(0));
            manifest.write(tiny.folder().resolve(Manifest.FILE_NAME));
            Registry registry = Registry.open(client);
            Registration registration = registry.publication(manifest)
                    .send(
                            0,
                            new Outboxes(chains, Clock.systemUTC()).of(client),
                            new AccountSigner(wallet, 0),
                            () -> null);
            chain = registry.findToken(registration.tokenId()).orElseThrow();
        }
        FILES.put(tiny.folder().resolve(Manifest.FILE_NAME), List.of("manifest on the chain"));
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            FILES.put(tiny.folder().resolve(name), List.of("adapter file " + name, "adapter on the chain"));
        }
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            FILES.put(tiny.base().resolve(name), List.of("files of the base model"));
        }
        assertThat(differences()).isEmpty();
    }

    private static List<String> differences() {
        return RegistrationCheck.run(tiny.folder().resolve(Manifest.FILE_NAME), tiny.folder(), tiny.base(), chain)
                .checks()
                .stream()
                .filter(check -> !check.holds())
                .map(Check::what)
                .toList();
    }

    @Test
    void everyByte() throws IOException {
        int[] others = STRIDE == 1 ? new int[] {1, 2, 4, 8, 16, 32, 64, 128} : new int[] {1};
        int changes = 0;
        for (Map.Entry<Path, List<String>> each : FILES.entrySet()) {
            byte[] whole = Files.readAllBytes(each.getKey());
            for (int at = 0; at < whole.length; at += STRIDE) {
                for (int other : others) {
                    byte[] changed = whole.clone();
                    changed[at] ^= (byte) other;
                    Files.write(each.getKey(), changed);
                    assertThat(differences())
                            .as("%s, byte %d", each.getKey(), at)
                            .containsAll(each.getValue());
                    changes++;
                }
            }
            Files.write(each.getKey(), whole);
            assertThat(differences()).isEmpty();
        }
        assertThat(changes).isGreaterThan(100);
    }

    @Test
    void everyTruncation() throws IOException {
        for (Map.Entry<Path, List<String>> each : FILES.entrySet()) {
            byte[] whole = Files.readAllBytes(each.getKey());
            for (int length = 0; length < whole.length; length += STRIDE) {
                Files.write(each.getKey(), Arrays.copyOf(whole, length));
                assertThat(differences())
                        .as("%s, %d bytes", each.getKey(), length)
                        .containsAll(each.getValue());
            }
            Files.write(each.getKey(), Arrays.copyOf(whole, whole.length + 1));
            assertThat(differences()).as("%s, one more byte", each.getKey()).containsAll(each.getValue());
            Files.write(each.getKey(), whole);
        }
        assertThat(differences()).isEmpty();
    }

    @Test
    void aMissingFile() throws IOException {
        for (Map.Entry<Path, List<String>> each : FILES.entrySet()) {
            byte[] whole = Files.readAllBytes(each.getKey());
            Files.delete(each.getKey());
            // Without one of its two files there is no adapter whose other file could be looked at.
            assertThat(differences())
                    .as("%s", each.getKey())
                    .contains(each.getValue().getLast());
            Files.write(each.getKey(), whole);
        }
        assertThat(differences()).isEmpty();
    }

    /** Files that decide what the base computes, or how text becomes tokens. */
    @Test
    void anAddedFile() throws IOException {
        for (String name : List.of(
                "model-00002-of-00002.safetensors",
                "model.safetensors.index.json",
                "generation_config.json",
                "tokenizer_config.json",
                "special_tokens_map.json",
                "chat_template.jinja")) {
            Path added = Files.writeString(tiny.base().resolve(name), "{}");
            assertThat(differences()).as(name).containsExactly("files of the base model");
            Files.delete(added);
        }
        assertThat(differences()).isEmpty();
    }

    /** The adapter's files changed places, or one is a copy of another. */
    @Test
    void filesThatChangedPlaces() throws IOException {
        Path config = tiny.folder().resolve("adapter_config.json");
        Path weights = tiny.folder().resolve("adapter_model.safetensors");
        byte[] one = Files.readAllBytes(config);
        byte[] other = Files.readAllBytes(weights);
        Files.write(config, other);
        Files.write(weights, one);
        assertThat(differences())
                .containsExactly(
                        "adapter file adapter_config.json",
                        "adapter file adapter_model.safetensors",
                        "adapter on the chain");
        Files.write(config, one);
        Files.write(weights, other);
        assertThat(differences()).isEmpty();
    }
}
