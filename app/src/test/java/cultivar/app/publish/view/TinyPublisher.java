package cultivar.app.publish.view;

import cultivar.app.publish.PublishService;
import cultivar.app.publish.PublishStep;
import cultivar.finetune.EvaluationListener;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Verification;
import cultivar.wallet.signer.AccountSigner;
import cultivar.wallet.signing.Signable;
import cultivar.wallet.view.SentEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Publishes one adapter of a few bytes, with the real service; only what it learnt from is made up. */
final class TinyPublisher implements Publisher {
    private static final String GIVER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    private final PublishService service;
    private final Path base;
    private final Candidate candidate;

    TinyPublisher(Path home, PublishService service) throws IOException {
        this.service = service;
        Path folder = Files.createDirectories(home.resolve("adapters/tiny"));
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\":1}");
        Files.write(folder.resolve("adapter_model.safetensors"), new byte[] {1, 2, 3, 4});
        base = Files.createDirectories(home.resolve("models/tiny"));
        Files.writeString(base.resolve("config.json"), "{}");
        Files.write(base.resolve("model.safetensors"), new byte[] {5, 6, 7});
        candidate = new Candidate(
                "tiny",
                folder,
                "Seedling",
                List.of("defi-intents@1"),
                120,
                List.of(new Candidate.Share(GIVER, 120)),
                List.of("CC-BY-4.0"),
                new Candidate.Evaluation(40, 0.025, 0.9),
                null);
    }

    Path folder() {
        return candidate.folder();
    }

    @Override
    public List<Candidate> candidates() {
        return List.of(candidate);
    }

    @Override
    public void evaluate(Candidate which, EvaluationListener listener) {
        throw new AssertionError("it is evaluated already");
    }

    @Override
    public Manifest draft(Candidate which, String name, String description, Address creator) {
        return Manifest.of(
                name,
                description,
                new Manifest.Base("Seedling", AdapterFiles.hashBase(base).hash()),
                AdapterFiles.hash(which.folder()),
                new JsonMapper().readTree("{\"rank\":1}"),
                List.of(new Manifest.Datanet(
                        "defi-intents",
                        1,
                        Hex.encode(Keccak.hash("root")),
                        120,
                        List.of(new Manifest.Contributor(GIVER, 120)),
                        List.of("CC-BY-4.0"))),
                new Manifest.Evaluation(40, new Manifest.Scores(0.025, 2.5), new Manifest.Scores(0.9, 0.125)),
                Instant.parse("2026-11-28T08:00:00Z"),
                creator);
    }

    @Override
    public Advance begin(Candidate which, Manifest manifest, Network network) {
        return advance(service.begin(which.folder(), network, manifest));
    }

    @Override
    public Advance send(
            Candidate which,
            Manifest manifest,
            Network network,
            PublishStep.Next step,
            Signable.Send agreed,
            AccountSigner signer)
            throws InterruptedException {
        return advance(service.send(
                which.folder(),
                network,
                manifest,
                step,
                agreed.outgoing(),
                signer,
                agreed.approval().orElse(null)));
    }

    @Override
    public Advance goOn(Candidate which, Manifest manifest, Network network, PublishStep.Next step)
            throws InterruptedException {
        return advance(service.goOn(which.folder(), network, manifest, step));
    }

    private Advance advance(PublishStep after) {
        return switch (after) {
            case PublishStep.Next next -> new Advance.Sign(next);
            case PublishStep.Done(Registration registration) ->
                new Advance.Registered(new SentEntry(
                        Instant.now(),
                        candidate.name(),
                        candidate.folder(),
                        registration.network(),
                        registration.transaction(),
                        registration.token(),
                        registration.block(),
                        registration.fee().toString()));
        };
    }

    @Override
    public Verification verify(Path adapter, Network network) {
        throw new AssertionError("verified elsewhere");
    }
}
