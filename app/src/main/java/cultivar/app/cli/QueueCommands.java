package cultivar.app.cli;

import cultivar.app.publish.PublishException;
import cultivar.app.publish.PublishQueue;
import cultivar.app.publish.PublishService;
import cultivar.app.publish.QueuedPublication;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.registry.BundleStatement;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.QueuedBundle;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.registry.RegistryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Publications that wait for their network, from the command line. */
final class QueueCommands {
    private static final int SHORT = 10;

    private final Terminal terminal;
    private final PublishService service;
    private final PublishQueue queue;
    private final boolean yes;

    QueueCommands(Terminal terminal, PublishService service, PublishQueue queue, boolean yes) {
        this.terminal = terminal;
        this.service = service;
        this.queue = queue;
        this.yes = yes;
    }

    /**
     * Signs a publication whose network does not answer, and keeps it.
     *
     * @param wanted true if the user said so before; asked for otherwise
     */
    void keep(
            Path adapter,
            Network network,
            Manifest manifest,
            Signer signer,
            boolean wanted,
            UnreachableException unreachable) {
        if (!wanted && Person.console().isEmpty()) {
            throw new UnreachableException(
                    unreachable.getMessage() + " Or add --queue, to sign it now and send it later with"
                            + " `cultivar publish --queued`.",
                    unreachable);
        }
        BundleStatement statement = queue.statement(adapter, manifest, network);
        terminal.say(String.valueOf(unreachable.getMessage()));
        terminal.say("The publication can wait. What is signed now says what will be registered; it sends nothing and"
                + " costs nothing.");
        detail("Adapter", statement.name());
        detail("Waits for", network.label());
        detail("Registered by", statement.creator());
        detail("Manifest", statement.manifest());
        detail("All files", statement.contents());
        Person.agree(wanted && yes, "Sign and queue? [y/N] ");
        QueuedBundle queued = queue.add(
                adapter, manifest, statement, signer.wallet().signTypedData(Signer.ACCOUNT, statement.typedData()));
        terminal.line("Queued as " + queued.id());
        terminal.line("Send it with `cultivar publish --queued` when " + network.label() + " answers.");
        if (terminal.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("queued", queued.id());
            object.put("network", statement.network());
            object.put("chain_id", statement.chainId());
            object.put("manifest", statement.manifest());
            terminal.result(object);
        }
    }

    private void detail(String label, String value) {
        terminal.say(String.format("  %-14s %s", label, value));
    }

    /**
     * Sends what can be sent; says of the rest why not.
     *
     * @param unlocking unlocks the wallet, once there is something to sign
     * @return true if the queue is empty afterwards
     */
    boolean send(Supplier<Signer> unlocking) throws InterruptedException {
        List<QueuedPublication> found = queue.look();
        List<Map<String, Object>> registered = new ArrayList<>();
        List<Map<String, Object>> waiting = new ArrayList<>();
        if (found.isEmpty()) {
            terminal.line("Nothing is in the queue.");
        }
        List<QueuedBundle.Sound> ready = new ArrayList<>();
        for (QueuedPublication each : found) {
            switch (each.state()) {
                case QueuedPublication.State.Ready _ ->
                    ready.add(queue.require(each.bundle().id()));
                case QueuedPublication.State.Waiting(String why) -> waiting.add(left(each.bundle(), why));
                case QueuedPublication.State.Stuck(String why) -> waiting.add(left(each.bundle(), why));
            }
        }
        if (!ready.isEmpty()) {
            try (Signer signer = unlocking.get()) {
                for (QueuedBundle.Sound each : ready) {
                    try {
                        registered.add(PublishCommand.figures(send(each, signer)));
                    } catch (ChainException | RegistryException | PublishException | CommandException e) {
                        waiting.add(left(each, String.valueOf(e.getMessage())));
                    }
                }
            }
        }
        if (terminal.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("registered", registered);
            object.put("waiting", waiting);
            terminal.result(object);
        }
        return waiting.isEmpty();
    }

    private Map<String, Object> left(QueuedBundle queued, String why) {
        terminal.line("Waits: " + queued.name() + " (" + queued.id().substring(0, SHORT) + "): " + why);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", queued.id());
        object.put("name", queued.name());
        object.put("why", why);
        return object;
    }

    private Registration send(QueuedBundle.Sound queued, Signer signer) throws InterruptedException {
        if (!queued.manifest().creator().equals(signer.address().toString())) {
            throw new PublishException("It was signed by " + queued.manifest().creator()
                    + ", but the wallet's first account is " + signer.address() + ".");
        }
        Network network = queue.network(queued);
        Registration registration = new Publishing(service, signer)
                .register(queued.adapter(), network, queued.manifest(), outlook -> {
                    PublishCommand.look(terminal, network, outlook, yes);
                    // Between the look and the signature somebody may have had time.
                    var _ = queue.require(queued.id());
                });
        queue.remove(queued.id());
        PublishCommand.told(terminal, network, registration);
        return registration;
    }

    /** Takes a publication out, after a question. */
    void remove(String id) {
        List<QueuedBundle> found = queue.bundles().stream()
                .filter(each -> id.length() >= SHORT && each.id().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new CommandException("There is no publication \"" + id
                    + "\" in the queue. `cultivar publish --queued` names those that wait.");
        }
        QueuedBundle queued = found.getFirst();
        Person.agree(
                yes,
                "Take " + queued.name() + " out of the queue? Its signature is lost. [y/N] ",
                "Nothing was taken out.",
                "Run it again with --yes to take it out without being asked.");
        queue.remove(queued.id());
        terminal.line("Taken out: " + queued.name());
        if (terminal.json()) {
            terminal.result(Map.of("removed", queued.id()));
        }
    }
}
