package cultivar.runtime.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a downloaded folder comes from: {@code cultivar-hub.json} in it.
 *
 * @param commit the commit that its files are of
 * @param files its files with their checksums
 */
record HubRecord(RepoRevision asked, String commit, List<HubFile> files) {
    static final String FILE = "cultivar-hub.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    HubRecord {
        files = List.copyOf(files);
    }

    static HubRecord of(DownloadPlan plan) {
        return new HubRecord(plan.repository().asked(), plan.repository().commit(), plan.files());
    }

    /** A folder's record; empty if it has none that can be read. */
    static Optional<HubRecord> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            List<HubFile> files = new ArrayList<>();
            for (JsonNode node : json.path("files")) {
                files.add(new HubFile(
                        node.path("name").asString(""),
                        node.path("size").asLong(-1),
                        node.path("blob").asString(""),
                        node.has("sha256") ? node.path("sha256").asString("") : null));
            }
            return Optional.of(new HubRecord(
                    new RepoRevision(
                            RepoId.parse(json.path("repository").asString("")),
                            json.path("revision").asString("")),
                    json.path("commit").asString(""),
                    files));
        } catch (IOException | JacksonException | HubException e) {
            // It is written whole or not at all, so this one is not ours.
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("repository", asked.id().toString());
        json.put("revision", asked.revision());
        json.put("commit", commit);
        ArrayNode list = json.putArray("files");
        for (HubFile file : files) {
            ObjectNode node = list.addObject();
            node.put("name", file.name()).put("size", file.size()).put("blob", file.blob());
            if (file.sha256() != null) {
                node.put("sha256", file.sha256());
            }
        }
        Path beside = folder.resolve(FILE + ".new");
        Files.writeString(beside, JSON.writeValueAsString(json) + "\n");
        Files.move(beside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether a folder holds a file of this record, as far as its length says. */
    boolean holds(Path folder, HubFile file) {
        return files.contains(file) && hasLength(folder.resolve(file.name()), file.size());
    }

    /** Whether a folder holds all files of this record, as far as their lengths say. */
    boolean isWhole(Path folder) {
        return files.stream().allMatch(file -> hasLength(folder.resolve(file.name()), file.size()));
    }

    private static boolean hasLength(Path path, long size) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == size;
        } catch (IOException e) {
            return false;
        }
    }
}
