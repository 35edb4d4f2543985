package cultivar.wallet.chain;

import cultivar.wallet.file.PrivateFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The networks of a studio's home: those in the box, with what the user changed about them, and the user's own. The
 * file is readable by its owner only, because a node's address may hold a key. Safe for use by several threads.
 */
public final class Networks {
    private static final int MOST_CONFIRMATIONS = 10_000;

    private final Path file;

    private Networks(Path file) {
        this.file = file;
    }

    /** The networks of a home; reads nothing yet. */
    public static Networks of(Path home) {
        return new Networks(home.resolve("networks.json"));
    }

    /** All networks, those in the box first. */
    public synchronized List<Network> all() {
        List<NetworkEntry> entries = read();
        List<Network> out = new ArrayList<>();
        for (Network preset : Network.presets()) {
            out.add(find(entries, preset.name())
                    .map(entry -> entry.change(preset))
                    .orElse(preset));
        }
        entries.stream().filter(NetworkEntry::isOwn).map(NetworkEntry::own).forEach(out::add);
        return List.copyOf(out);
    }

    /**
     * The network of this name.
     *
     * @throws ChainException that lists the names, if there is none
     */
    public Network named(String name) {
        List<Network> known = all();
        return known.stream()
                .filter(network -> network.name().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ChainException("There is no network \"" + name + "\". Known: "
                        + known.stream().map(Network::name).collect(Collectors.joining(", ")) + "."));
    }

    /** What the user allows on a network. */
    public synchronized NetworkRules rules(Network network) {
        NetworkRules usual = NetworkRules.usual(network);
        return find(read(), network.name()).map(entry -> entry.change(usual)).orElse(usual);
    }

    /** Allows or forbids that anything is sent on a network. */
    public void enable(Network network, boolean enabled) {
        change(network, entry -> entry.withEnabled(enabled));
    }

    /**
     * Talks to a network through another node.
     *
     * @throws ChainException if that is no address of a node
     */
    public void use(Network network, String rpc) {
        if (network.isEmbedded()) {
            throw new ChainException("The demo chain runs inside the studio and has no node to choose.");
        }
        String address = rpc.strip();
        var _ = network.withRpc(address);
        change(network, entry -> entry.withRpc(address));
    }

    /** Says where this project's contracts lie on a network. */
    public void register(Network network, Contracts contracts) {
        change(network, entry -> entry.withContracts(contracts));
    }

    /**
     * Says how much may be sent without the password being given again.
     *
     * @param perTransaction wei; null for any sum
     * @param perDay wei; null for any sum
     */
    public void limit(Network network, @Nullable BigInteger perTransaction, @Nullable BigInteger perDay) {
        change(network, entry -> entry.withLimits(NetworkEntry.sum(perTransaction), NetworkEntry.sum(perDay)));
    }

    /** Says after how many blocks a transaction counts as settled. */
    public void confirm(Network network, int blocks) {
        if (blocks < 1 || blocks > MOST_CONFIRMATIONS) {
            throw new ChainException(
                    "A transaction is settled after 1 to " + MOST_CONFIRMATIONS + " blocks, not after " + blocks + ".");
        }
        change(network, entry -> entry.withConfirmations(blocks));
    }

    /**
     * Adds a network of the user's own. It counts as real until its coin is said to be worth nothing, so it has to be
     * enabled before anything is sent.
     *
     * @throws ChainException if the name is taken or is no short name
     */
    public void add(Network network) {
        if (!network.name().matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new ChainException("\"" + network.name()
                    + "\" is no name of a network. Use small letters, digits and dashes, 32 at most.");
        }
        if (all().stream().anyMatch(known -> known.name().equals(network.name()))) {
            throw new ChainException("There is a network \"" + network.name() + "\" already. Choose another name.");
        }
        change(network, entry -> entry.withOwn(network));
    }

    /**
     * Forgets a network of the user's own; one in the box goes back to what it was.
     *
     * @throws ChainException if it cannot be saved
     */
    public synchronized void remove(Network network) {
        write(read().stream()
                .filter(entry -> !entry.name().equals(network.name()))
                .toList());
    }

    private synchronized void change(Network network, UnaryOperator<NetworkEntry> change) {
        List<NetworkEntry> next = new ArrayList<>(read());
        NetworkEntry changed =
                change.apply(find(next, network.name()).orElseGet(() -> NetworkEntry.empty(network.name())));
        next.removeIf(entry -> entry.name().equals(network.name()));
        next.add(changed);
        write(next);
    }

    private static Optional<NetworkEntry> find(List<NetworkEntry> entries, String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    private List<NetworkEntry> read() {
        try {
            PrivateFiles.restrict(file);
            List<NetworkEntry> entries = NetworkEntry.parse(Files.readAllBytes(file));
            entries.forEach(NetworkEntry::check);
            return entries;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ChainException("The networks in " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | IllegalArgumentException e) {
            // Going on without it would forget the limits.
            throw new ChainException("The networks in " + file
                    + " are damaged. Correct the file, or delete it to go back to the networks in the box.");
        }
    }

    private void write(List<NetworkEntry> entries) {
        try {
            PrivateFiles.write(file, NetworkEntry.bytes(entries));
        } catch (IOException e) {
            throw new ChainException(
                    "The networks could not be saved to " + file + ": " + e.getMessage() + ". Nothing was changed.", e);
        }
    }
}
