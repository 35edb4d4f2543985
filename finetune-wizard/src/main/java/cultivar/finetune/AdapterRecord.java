package cultivar.finetune;

import cultivar.datanet.Bytes32;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.DatanetVersionRef;
import cultivar.runtime.job.JobFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an adapter comes from: {@code run.json} in its folder.
 *
 * @param run the run's id
 * @param baseName the base model's name
 * @param baseFolder the checkpoint folder that it was trained on
 * @param datanets the versions that it learnt from
 * @param finalLoss the last step's loss
 * @param validationLoss the last loss on the validation rows, or null
 * @param evaluation how it did against the base, or null
 */
public record AdapterRecord(
        String run,
        Instant finished,
        Recipe recipe,
        String baseName,
        Path baseFolder,
        List<Source> datanets,
        int steps,
        double seconds,
        double finalLoss,
        @Nullable Double validationLoss,
        double tokensPerSecond,
        long peakMib,
        @Nullable EvaluationReport evaluation) {
    /** The file's name in an adapter's folder. */
    public static final String FILE = JobFolder.RECORD;

    /**
     * A datanet version.
     *
     * @param root the version's Merkle root
     */
    public record Source(DatanetVersionRef ref, Bytes32 root, long rows) {}

    public AdapterRecord {
        datanets = List.copyOf(datanets);
    }

    /** Reads an adapter folder's record; empty if it has none, as one that was trained elsewhere. */
    public static Optional<AdapterRecord> read(Path adapterFolder) {
        Path file = adapterFolder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        ObjectNode json = JsonFiles.read(file, "record of an adapter");
        try {
            return Optional.of(of(json));
        } catch (RuntimeException e) {
            throw new FinetuneException(file + " is damaged (" + e.getMessage() + "); delete it or train anew", e);
        }
    }

    private static AdapterRecord of(ObjectNode json) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode source : json.path("datanets")) {
            sources.add(new Source(
                    DatanetVersionRef.parse(source.path("ref").asString("")),
                    new Bytes32(source.path("root").asString("")),
                    source.path("rows").asLong(0)));
        }
        JsonNode metrics = json.path("metrics");
        return new AdapterRecord(
                json.path("run").asString(""),
                Instant.parse(json.path("finished").asString("")),
                Recipe.of((ObjectNode) json.required("recipe"), Recipe.defaults()),
                json.path("base").path("name").asString(""),
                Path.of(json.path("base").path("folder").asString("")),
                sources,
                metrics.path("steps").asInt(0),
                metrics.path("seconds").asDouble(0),
                metrics.path("final_loss").asDouble(Double.NaN),
                metrics.has("validation_loss") ? metrics.path("validation_loss").asDouble(Double.NaN) : null,
                metrics.path("tokens_per_second").asDouble(0),
                metrics.path("peak_mib").asLong(0),
                json.has("evaluation") ? EvaluationReport.of(json.path("evaluation")) : null);
    }

    /** Keeps an evaluation with an adapter that has a record. */
    public static void keep(Path adapterFolder, EvaluationReport report) {
        Path file = adapterFolder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            ObjectNode json = JsonFiles.read(file, "record of an adapter");
            json.set("evaluation", report.toJson());
            JsonFiles.write(file, json);
        }
    }

    /** What a record says of where an adapter comes from; the engine adds the run's id, its end and its figures. */
    static ObjectNode origin(Recipe recipe, String baseName, Path baseFolder, List<DatanetVersion> datanets) {
        ObjectNode json = JsonFiles.MAPPER.createObjectNode();
        json.set("recipe", recipe.toJson());
        json.put("recipe_hash", recipe.hash().hex());
        json.putObject("base").put("name", baseName).put("folder", baseFolder.toString());
        ArrayNode sources = json.putArray("datanets");
        for (DatanetVersion version : datanets) {
            sources.addObject()
                    .put("ref", version.ref().toString())
                    .put("root", version.root().hex())
                    .put("rows", version.rows());
        }
        return json;
    }
}
