package cultivar.app.cli;

import cultivar.app.publish.PublishService;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.RegistrationRequest;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One registration from the command line: draft, look, sign, send. */
final class Publishing {
    private final PublishService service;
    private final Signer signer;

    Publishing(PublishService service, Signer signer) {
        this.service = service;
        this.signer = signer;
    }

    /** @param look sees the request before it is signed, and throws to refuse it */
    Registration register(
            Path adapter, Network network, String name, String description, Consumer<RegistrationRequest> look)
            throws InterruptedException {
        Manifest manifest = service.draft(adapter, name, description, signer.address());
        try (ChainClient client = service.connect(network)) {
            RegistrationRequest request =
                    service.prepare(client, Signer.ACCOUNT, signer.address(), signer.isDemo(), manifest);
            look.accept(request);
            return service.send(adapter, manifest, request, signer.wallet(), null);
        }
    }
}
