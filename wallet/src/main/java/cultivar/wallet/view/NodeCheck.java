package cultivar.wallet.view;

import cultivar.ui.control.Field;
import cultivar.ui.task.Task;
import cultivar.wallet.chain.Network;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Compares the chain id of a network with what its node says before the network is kept. Another chain is refused; a node
 * that does not answer may be away for a while, so it is kept if the person asks for that a second time.
 */
final class NodeCheck {
    private final Words words;
    private final Function<Network, Task<Optional<String>>> comparing;
    private final Field field;
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
    private @Nullable Network silent;

    /**
     * A check that has asked nobody yet.
     *
     * @param comparing gives why nothing is known, if that is so; fails if it is another chain
     * @param field where it says what is wrong
     */
    NodeCheck(Words words, Function<Network, Task<Optional<String>>> comparing, Field field) {
        this.words = words;
        this.comparing = comparing;
        this.field = field;
    }

    /** Whether the node is being asked. */
    ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** Asks, and goes on if the network may be kept. */
    void run(Network network, Runnable then) {
        if (network.equals(silent)) {
            then.run();
            return;
        }
        field.errorProperty().set("");
        asking.set(true);
        var _ = comparing
                .apply(network)
                .onResult(silence -> silence.ifPresentOrElse(line -> warn(network, line), then))
                .onFailure(error -> field.errorProperty().set(Words.line(error)))
                .onEnd(() -> asking.set(false));
    }

    private void warn(Network network, String line) {
        silent = network;
        field.errorProperty().set(words.get("networks.silent", line));
    }
}
