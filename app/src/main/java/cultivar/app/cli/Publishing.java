package cultivar.app.cli;

import cultivar.app.publish.PublishService;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Detail;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Publication;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.Simulation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One registration from the command line: draft, look, sign, send. */
final class Publishing {
    private final PublishService service;
    private final Signer signer;

    /**
     * What a registration would do.
     *
     * @param details line by line
     * @param maxFee the most that all its transactions cost, in coin
     * @param simulation what would happen now
     */
    record Outlook(List<Detail> details, String maxFee, Simulation simulation) {}

    Publishing(PublishService service, Signer signer) {
        this.service = service;
        this.signer = signer;
    }

    /** What would be registered. */
    Manifest draft(Path adapter, String name, String description) {
        return service.draft(adapter, name, description, signer.address());
    }

    /**
     * Registers it; one that was registered before and has no note gets its note.
     *
     * @param look sees what will be signed before it is, and throws to refuse it
     */
    Registration register(Path adapter, Network network, Manifest manifest, Consumer<Outlook> look)
            throws InterruptedException {
        try (ChainClient client = service.connect(network)) {
            Optional<Registration> before = service.noted(adapter, client, manifest);
            if (before.isPresent()) {
                return before.get();
            }
            Publication publication = service.publication(client, manifest);
            List<Publication.Step> steps = publication.missing();
            look.accept(new Outlook(
                    publication.details(steps),
                    Coins.text(publication.maxFee(steps), network.coin()),
                    publication.simulate(
                            steps,
                            Signer.ACCOUNT,
                            signer.isDemo(),
                            service.outboxes().of(client))));
            return service.send(adapter, client, publication, Signer.ACCOUNT, signer.wallet(), signer::approval);
        }
    }
}
