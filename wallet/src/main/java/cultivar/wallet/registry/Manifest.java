package cultivar.wallet.registry;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What is published about an adapter. Its bytes are canonical JSON (RFC 8785), so that one manifest has one hash. All
 * hashes are 32 bytes, hexadecimal with {@code 0x}.
 *
 * @param schema version of this layout, {@link #SCHEMA}
 * @param name what the adapter is called
 * @param description what it is for
 * @param base the model that it was trained on
 * @param adapter the adapter's files
 * @param recipe everything that fixed the run, as its JSON object
 * @param recipeHash keccak256 of the recipe's canonical JSON
 * @param datanets what it learnt from, at least one
 * @param evaluation how base and adapter did on rows held out of the training
 * @param created when, in ISO 8601 to the second, in UTC
 * @param creator the account that registers it
 */
public record Manifest(
        int schema,
        String name,
        String description,
        Base base,
        Adapter adapter,
        JsonNode recipe,
        String recipeHash,
        List<Datanet> datanets,
        Evaluation evaluation,
        String created,
        String creator) {

    /** Version of the layout that this class reads and writes. */
    public static final int SCHEMA = 1;

    /** Name of the file beside an adapter's. */
    public static final String FILE_NAME = "cultivar-manifest.json";

    private static final long LARGEST_FILE = 16 << 20;

    /** The base model: its name and the hash of {@link AdapterFiles#hashBase}. */
    public record Base(String name, String hash) {}

    /** The adapter: the hash of {@link AdapterFiles#hash} and the files that it is over. */
    public record Adapter(String hash, List<FileEntry> files) {}

    /** One version of a datanet: its Merkle root, and who gave how many of its rows under which licences. */
    public record Datanet(
            String name, int version, String root, long rows, List<Contributor> contributors, List<String> licences) {}

    /** Somebody's part in a datanet version. */
    public record Contributor(String address, long rows) {}

    /** The same held-out rows answered by the base alone and with the adapter. */
    public record Evaluation(long heldOutRows, Scores base, Scores adapter) {}

    /** Share of exactly right answers from 0 to 1, and mean loss in nats for each labelled token. */
    public record Scores(double exactMatch, double loss) {}

    /** Checks what can be checked without other files. */
    public Manifest {
        datanets = List.copyOf(datanets);
        require(schema == SCHEMA, "it has layout " + schema + "; this studio knows layout " + SCHEMA);
        require(!name.isBlank(), "it has no name");
        require(!datanets.isEmpty(), "it names no datanet");
        requireHash("base.hash", base.hash());
        requireHash("adapter.hash", adapter.hash());
        requireHash("recipeHash", recipeHash);
        datanets.forEach(datanet -> requireHash("root of " + datanet.name(), datanet.root()));
        require(recipe.isObject(), "its recipe is not a JSON object");
        require(recipeHash.equals(hashOf(recipe)), "its recipe does not have the hash that it says");
        require(
                adapter.hash().equals(FolderHash.of(adapter.files()).hash()),
                "its list of files does not have the hash that it says");
        require(finite(evaluation.base()) && finite(evaluation.adapter()), "a score is no number");
        try {
            Instant.parse(created);
            Address.parse(creator);
            datanets.forEach(d -> d.contributors().forEach(c -> Address.parse(c.address())));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new RegistryException("The manifest is damaged: " + e.getMessage(), e);
        }
    }

    /** A manifest with schema, recipe hash and time filled in; names the same things as the constructor. */
    public static Manifest of(
            String name,
            String description,
            Base base,
            FolderHash adapter,
            JsonNode recipe,
            List<Datanet> datanets,
            Evaluation evaluation,
            Instant created,
            Address creator) {
        return new Manifest(
                SCHEMA,
                name,
                description,
                base,
                new Adapter(adapter.hash(), adapter.files()),
                recipe,
                hashOf(recipe),
                datanets,
                evaluation,
                created.truncatedTo(ChronoUnit.SECONDS).toString(),
                creator.toString());
    }

    /** keccak256 of a JSON value's canonical bytes. */
    public static String hashOf(JsonNode json) {
        return Hex.encode(Keccak.hash(CanonicalJson.of(json)));
    }

    /** The canonical bytes. */
    public byte[] bytes() {
        return CanonicalJson.of(this);
    }

    /** keccak256 of the canonical bytes. */
    public String hash() {
        return Hex.encode(Keccak.hash(bytes()));
    }

    /** Merkle roots of the datanet versions, in their order. */
    public List<String> roots() {
        return datanets.stream().map(Datanet::root).toList();
    }

    /**
     * Reads a manifest from bytes, which must be exactly the canonical ones.
     *
     * @throws RegistryException with one line that says what is wrong
     */
    public static Manifest parse(byte[] bytes) {
        try {
            Manifest manifest = CanonicalJson.STRICT.readValue(bytes, Manifest.class);
            require(
                    Arrays.equals(manifest.bytes(), bytes),
                    "its bytes are not in canonical form, so they were changed after it was written");
            return manifest;
        } catch (JacksonException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RegistryException own) {
                throw own;
            }
            throw new RegistryException("The manifest is damaged: " + firstLine(e.getOriginalMessage()) + ".", e);
        } catch (UncheckedIOException | NullPointerException e) {
            throw new RegistryException("The manifest is damaged: a part of it is missing.", e);
        }
    }

    /**
     * Reads a manifest's file.
     *
     * @throws RegistryException if it is missing or damaged
     */
    public static Manifest read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new RegistryException("The manifest " + file + " is too large to be one.");
            }
            return parse(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new RegistryException("There is no manifest at " + file + ". Publish the adapter first.", e);
        } catch (IOException e) {
            throw new RegistryException("The manifest " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the canonical bytes beside the place and moves them into it.
     *
     * @throws RegistryException if they cannot be written; what was there stays
     */
    public void write(Path file) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(beside, bytes());
            try {
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new RegistryException("The manifest cannot be written to " + file + ": " + e.getMessage(), e);
        } finally {
            discard(beside);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It is a temporary file beside the manifest; the next writing replaces it.
        }
    }

    private static boolean finite(Scores scores) {
        return Double.isFinite(scores.exactMatch()) && Double.isFinite(scores.loss());
    }

    private static void requireHash(String what, @Nullable String hash) {
        require(hash != null && Hex.isBytes(hash, 32), what + " is not a hash of 32 bytes");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new RegistryException("The manifest is damaged: " + what + ".");
        }
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "it is not JSON" : text.lines().findFirst().orElse("it is not JSON");
    }
}
