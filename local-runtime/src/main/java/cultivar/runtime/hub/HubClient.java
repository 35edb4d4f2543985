package cultivar.runtime.hub;

import cultivar.runtime.hub.HubException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub's questions and answers: search, what a repository holds, small files, who the token is. */
final class HubClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final int LARGEST_ANSWER = 32 << 20;

    /** What a search asks to be told of each repository. */
    private static final List<String> EXPAND =
            List.of("downloads", "likes", "gated", "private", "tags", "lastModified", "library_name", "safetensors");

    private final HubHttp http;
    private final HubErrors errors;
    private final Patience patience;

    HubClient(HubHttp http, Patience patience) {
        this.http = http;
        this.patience = patience;
        this.errors = new HubErrors(http.endpoint(), http.token(), patience.clock());
    }

    HubHttp http() {
        return http;
    }

    HubErrors errors() {
        return errors;
    }

    Patience patience() {
        return patience;
    }

    List<HubModel> search(HubQuery query, BooleanSupplier cancelled) {
        StringBuilder path = new StringBuilder("/api/models?search=").append(encode(query.words()));
        List<String> filters = query.adapters() ? List.of("peft") : List.of("text-generation", "safetensors");
        filters.forEach(filter -> path.append("&filter=").append(encode(filter)));
        path.append("&sort=downloads&direction=-1&limit=").append(query.limit());
        EXPAND.forEach(field -> path.append("&expand%5B%5D=").append(field));
        List<HubModel> found = new ArrayList<>();
        for (JsonNode node : json(URI.create(http.endpoint().toString() + path), null, cancelled)) {
            RepoId.find(node.path("id").asString("")).ifPresent(id -> found.add(model(id, node)));
        }
        return List.copyOf(found);
    }

    private static HubModel model(RepoId id, JsonNode node) {
        return new HubModel(
                id,
                node.path("downloads").asLong(0),
                node.path("likes").asLong(0),
                gated(node),
                node.path("private").asBoolean(false),
                tags(node),
                instant(node.path("lastModified").asString("")),
                node.path("library_name").asString(""),
                weightBytes(node.path("safetensors").path("parameters")));
    }

    /** The hub counts the parameters of each type. */
    private static long weightBytes(JsonNode parameters) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
            long size = switch (entry.getKey()) {
                case "F64", "I64", "U64" -> 8;
                case "F32", "I32", "U32" -> 4;
                case "F16", "BF16", "I16", "U16" -> 2;
                default -> 1;
            };
            bytes += size * Math.max(0, entry.getValue().asLong(0));
        }
        return bytes;
    }

    private static boolean gated(JsonNode node) {
        // false, or the word for who decides: auto or manual.
        return node.path("gated").isString() || node.path("gated").asBoolean(false);
    }

    private static List<String> tags(JsonNode node) {
        List<String> tags = new ArrayList<>();
        node.path("tags").forEach(tag -> tags.add(tag.asString("")));
        return tags;
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    HubRepository repository(RepoRevision asked, BooleanSupplier cancelled) {
        JsonNode node = json(
                URI.create(http.endpoint() + "/api/models/" + asked.id() + "/revision/" + encode(asked.revision())
                        + "?blobs=true"),
                asked,
                cancelled);
        String commit = node.path("sha").asString("");
        if (!COMMIT.matcher(commit).matches()) {
            throw new HubException(
                    Reason.SERVER,
                    http.endpoint().getHost() + " names no commit of " + asked + ". Check the hub address.");
        }
        List<HubFile> files = new ArrayList<>();
        for (JsonNode sibling : node.path("siblings")) {
            files.add(file(asked, sibling));
        }
        return new HubRepository(asked, commit, gated(node), tags(node), files);
    }

    private static HubFile file(RepoRevision asked, JsonNode sibling) {
        String name = sibling.path("rfilename").asString("");
        if (!HubFile.isSafe(name)) {
            throw new HubException(
                    Reason.REFUSED,
                    asked + " lists a file that would lie outside its folder (" + name.replaceAll("\\p{Cntrl}", "?")
                            + "). Do not use it.");
        }
        JsonNode lfs = sibling.path("lfs");
        return new HubFile(
                name,
                lfs.path("size").asLong(sibling.path("size").asLong(-1)),
                sibling.path("blobId").asString(""),
                lfs.isObject() ? lfs.path("sha256").asString(lfs.path("oid").asString("")) : null);
    }

    /** The address of a file at a commit. */
    URI address(HubRepository repository, HubFile file) {
        StringBuilder path = new StringBuilder("/" + repository.asked().id() + "/resolve/" + repository.commit());
        for (String part : file.name().split("/", -1)) {
            path.append('/').append(encode(part));
        }
        return URI.create(http.endpoint().toString() + path);
    }

    /** A small JSON file of a repository. */
    JsonNode json(HubRepository repository, HubFile file, BooleanSupplier cancelled) {
        return json(address(repository, file), repository.asked(), cancelled);
    }

    /** The name of the account that the token belongs to. */
    String account(BooleanSupplier cancelled) {
        return json(URI.create(http.endpoint() + "/api/whoami-v2"), null, cancelled)
                .path("name")
                .asString("");
    }

    private JsonNode json(URI uri, @Nullable RepoRevision asked, BooleanSupplier cancelled) {
        Attempts attempts = new Attempts(patience.brief(), cancelled);
        while (true) {
            try {
                return parse(read(uri, asked, cancelled), asked);
            } catch (TransientException e) {
                if (e.ending().reason() == Reason.UNREACHABLE) {
                    throw e.ending();
                }
                attempts.failed(e);
            }
        }
    }

    private byte[] read(URI uri, @Nullable RepoRevision asked, BooleanSupplier cancelled) throws TransientException {
        try (HubResponse response = http.get(uri, Map.of(), cancelled)) {
            if (response.status() != 200) {
                throw errors.of(response, asked);
            }
            try {
                return response.body().all(LARGEST_ANSWER);
            } catch (IOException e) {
                throw new TransientException(HubErrors.unreachable(response.uri(), e), null);
            }
        }
    }

    private JsonNode parse(byte[] bytes, @Nullable RepoRevision asked) {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new HubException(
                    Reason.SERVER,
                    http.endpoint().getHost() + " sends something else than "
                            + (asked == null ? "an answer" : "what it keeps of " + asked)
                            + ". Check the hub address, and whether the network asks for a login.",
                    e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
