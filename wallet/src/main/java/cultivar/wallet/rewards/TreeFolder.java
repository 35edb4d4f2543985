package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The trees that this home knows, one file each, named by its root: {@code rewards/ROOT.json}. */
public final class TreeFolder {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    /** The trees of a studio's home. */
    public TreeFolder(Path home) {
        this.folder = home.resolve("rewards");
    }

    /**
     * Keeps a tree; it is written beside its place and moved.
     *
     * @throws RewardsException if it cannot be written
     */
    public Path keep(RewardTree tree) {
        ObjectNode json = JSON.createObjectNode();
        json.put("scope", tree.scope());
        ArrayNode leaves = json.putArray("earnings");
        for (Earning earning : tree.earnings()) {
            leaves.addObject()
                    .put("account", earning.account().toString())
                    .put("cumulative", earning.cumulative().toString());
        }
        Path file = file(tree.root());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            Files.write(beside, JSON.writeValueAsBytes(json));
            try {
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new RewardsException(
                    "The tree of the epoch could not be written to " + file + " (" + e.getMessage()
                            + "). Free some space.",
                    e);
        }
    }

    /**
     * The tree under a root, if this home has it.
     *
     * @throws RewardsException if its file does not give that root
     */
    public Optional<RewardTree> find(String root) {
        Path file = file(root);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        RewardTree tree = read(file);
        if (!tree.root().equals(root)) {
            throw new RewardsException(file + " has another root than its name says. Get it anew.");
        }
        return Optional.of(tree);
    }

    /**
     * Takes a tree in that somebody handed on, under whatever name.
     *
     * @throws RewardsException if the file is no tree, or cannot be kept
     */
    public RewardTree take(Path file) {
        RewardTree tree = read(file);
        var _ = keep(tree);
        return tree;
    }

    private static RewardTree read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            List<Earning> earnings = new ArrayList<>();
            for (JsonNode leaf : json.path("earnings").values()) {
                earnings.add(new Earning(
                        Address.parse(leaf.path("account").asString("")),
                        new BigInteger(leaf.path("cumulative").asString(""))));
            }
            return RewardTree.of(json.path("scope").asString(""), earnings);
        } catch (IOException
                | JacksonException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | RewardsException e) {
            throw new RewardsException(file + " is damaged, or no tree of rewards. Get it anew.", e);
        }
    }

    /** Where the trees lie. */
    public Path folder() {
        return folder;
    }

    private Path file(String root) {
        return folder.resolve(root + ".json");
    }
}
