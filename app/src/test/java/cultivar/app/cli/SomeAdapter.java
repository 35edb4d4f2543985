package cultivar.app.cli;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registry;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A registered adapter whose files hold next to nothing, for tests of what an adapter earns. */
final class SomeAdapter {
    private SomeAdapter() {}

    /** Registers it in the name of the signer; gives its number. */
    static BigInteger register(Path home, ChainClient client, Outbox outbox, AccountSigner signer) throws Exception {
        Path adapter = Files.createDirectories(home.resolve("adapters/one"));
        Files.writeString(adapter.resolve("adapter_config.json"), "{}");
        Files.write(adapter.resolve("adapter_model.safetensors"), new byte[] {1});
        String hash = Hex.encode(Keccak.hash("something"));
        Manifest manifest = Manifest.of(
                "one",
                "",
                new Manifest.Base("base", hash),
                AdapterFiles.hash(adapter),
                new JsonMapper().readTree("{}"),
                List.of(new Manifest.Datanet("data", 1, hash, 1, List.of(), List.of())),
                new Manifest.Evaluation(1, new Manifest.Scores(0, 1), new Manifest.Scores(1, 0)),
                Instant.EPOCH,
                signer.address());
        return Registry.open(client)
                .publication(manifest)
                .send(0, outbox, signer, () -> null)
                .tokenId();
    }
}
