package cultivar.wallet.view;

import cultivar.ui.dialog.Confirm;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.chain.RefusedException;
import cultivar.wallet.chain.UnreachableException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;

/** What a person does about the networks: turning them on and off, their settings, networks of one's own. */
final class NetworkDesk {
    private final WalletServices services;
    private final Words words;
    private final NetworksCard card;

    NetworkDesk(WalletServices services, Words words) {
        this.services = services;
        this.words = words;
        this.card = new NetworksCard(words, this);
    }

    Node root() {
        return card.root();
    }

    void read() {
        Networks networks = networks();
        var _ = services.tasks()
                .load(
                        words.get("networks.task.read"),
                        context -> networks.all().stream()
                                .map(network -> new NetworksCard.Row(network, networks.rules(network)))
                                .toList())
                .onResult(card::show)
                .onFailure(error -> card.fail(Words.line(error)));
    }

    /** Allows sending on a network; where its coin is real, only after a question that says so. */
    void enable(Network network, boolean enabled) {
        if (!enabled || network.demo()) {
            change(networks -> networks.enable(network, enabled));
            return;
        }
        ask(
                Confirm.destructive(
                        words.get("networks.enable.title", network.label()),
                        words.get("networks.enable.text", network.coin()),
                        words.get("networks.enable.verb")),
                networks -> networks.enable(network, true));
    }

    /** Opens the settings of a network. */
    void edit(Network network, NetworkRules rules) {
        var _ = services.dialogs()
                .<NetworkEdit.Wish>show(
                        words.get("networks.edit.title", network.label()),
                        handle -> new NetworkEdit(words, network, rules, this::compare, handle).root())
                .thenAccept(wish -> wish.ifPresent(wanted -> change(networks -> apply(networks, network, wanted))));
    }

    private static void apply(Networks networks, Network network, NetworkEdit.Wish wish) {
        NetworkRules rules = networks.rules(network);
        if (wish.node() != null && !wish.node().equals(network.rpc())) {
            networks.use(network, wish.node());
        }
        if (!Objects.equals(wish.perTransaction(), rules.perTransaction())
                || !Objects.equals(wish.perDay(), rules.perDay())) {
            networks.limit(network, wish.perTransaction(), wish.perDay());
        }
        if (wish.confirmations() != rules.confirmations()) {
            networks.confirm(network, wish.confirmations());
        }
        if (wish.contracts() != null && !wish.contracts().equals(network.contracts())) {
            networks.register(network, wish.contracts());
        }
    }

    /**
     * Compares the number of the chain that a node serves; fails if it is another one.
     *
     * @return why that is not known, if the node gives no answer now that makes sense
     */
    private Task<Optional<String>> compare(Network network) {
        return services.tasks().load(words.get("networks.task.compare", network.label()), context -> {
            try (var _ = services.home().chains().connect(network)) {
                return Optional.empty();
            } catch (UnreachableException | RefusedException e) {
                return Optional.of(Words.line(e));
            }
        });
    }

    void add() {
        var _ = services.dialogs()
                .<Network>show(
                        words.get("networks.add.title"), handle -> new NetworkForm(words, this::compare, handle).root())
                .thenAccept(made -> made.ifPresent(network -> change(networks -> networks.add(network))));
    }

    /** Forgets a network of the person's own. */
    void remove(Network network) {
        ask(
                Confirm.destructive(
                        words.get("networks.remove.title", network.label()),
                        words.get("networks.remove.text"),
                        words.get("networks.remove.verb")),
                networks -> networks.remove(network));
    }

    private void ask(Confirm question, Consumer<Networks> work) {
        var _ = services.dialogs().confirm(question).thenAccept(agreed -> {
            if (agreed) {
                change(work);
            }
        });
    }

    private void change(Consumer<Networks> work) {
        var _ = services.tasks()
                .loadAction(words.get("networks.task.change"), context -> work.accept(networks()))
                .onFailure(error -> services.notifications().error(Words.line(error)))
                .onEnd(() -> {
                    read();
                    services.networksChanged().run();
                });
    }

    private Networks networks() {
        return services.home().chains().networks();
    }
}
