package cultivar.runtime.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The small files of a checkpoint folder that concern text, in the layouts found on the hub. */
final class CheckpointText {
    private static final long LARGEST_FILE = 512L << 20;
    private static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Path folder;
    private final JsonMapper mapper;
    private final ObjectNode tokenizerConfig;
    private final ObjectNode specialTokensMap;

    private CheckpointText(Path folder) {
        this.folder = folder;
        this.mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(200)
                                .maxStringLength(64 << 20)
                                .build())
                        .build())
                .build();
        this.tokenizerConfig = object("tokenizer_config.json");
        this.specialTokensMap = object("special_tokens_map.json");
    }

    /** @throws TokenizerException if a file that is there cannot be read */
    static CheckpointText of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TokenizerException("There is no checkpoint folder " + folder);
        }
        return new CheckpointText(folder);
    }

    Path folder() {
        return folder;
    }

    JsonMapper mapper() {
        return mapper;
    }

    ObjectNode tokenizerConfig() {
        return tokenizerConfig;
    }

    /** The parsed file; an empty object if it is missing. */
    ObjectNode object(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return mapper.createObjectNode();
        }
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new TokenizerException(file + " is too large to be a " + name);
            }
            JsonNode node = mapper.readTree(file);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new TokenizerException(file + " holds no JSON object; download the checkpoint again");
        } catch (IOException | JacksonException e) {
            throw new TokenizerException(file + " cannot be read: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** {@code bos_token} and its kin with the text each stands for, as a template sees them. */
    Map<String, String> namedTokens() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : NAMES) {
            String content = token(tokenizerConfig.path(name));
            if (content == null) {
                content = token(specialTokensMap.path(name));
            }
            if (content != null) {
                tokens.put(name, content);
            }
        }
        return tokens;
    }

    /** Further tokens that the checkpoint calls special. */
    List<String> additionalTokens() {
        List<String> tokens = new ArrayList<>();
        for (ObjectNode source : List.of(tokenizerConfig, specialTokensMap)) {
            for (JsonNode node : source.path("additional_special_tokens")) {
                String content = token(node);
                if (content != null) {
                    tokens.add(content);
                }
            }
        }
        return tokens;
    }

    /** A token is written as its text, or as an object that holds the text. */
    private static @Nullable String token(JsonNode node) {
        JsonNode content = node.isObject() ? node.path("content") : node;
        return content.isString() && !content.stringValue().isEmpty() ? content.stringValue() : null;
    }

    /** The ids that end a text, from the generation settings or else the model's; empty if neither says. */
    List<Integer> endIds() {
        for (String file : List.of("generation_config.json", "config.json")) {
            ObjectNode config = object(file);
            JsonNode ids = config.path("eos_token_id");
            if (ids.isMissingNode() || ids.isNull()) {
                ids = config.path("text_config").path("eos_token_id");
            }
            List<Integer> found = new ArrayList<>();
            if (ids.isInt()) {
                found.add(ids.intValue());
            }
            for (JsonNode id : ids) {
                if (id.isInt()) {
                    found.add(id.intValue());
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The source of the chat template; null if the checkpoint has none. */
    @Nullable
    String template() {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(file)) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new TokenizerException(file + " cannot be read as UTF-8 text", e);
            }
        }
        String separate = chosen(object("chat_template.json").path("chat_template"));
        return separate == null ? chosen(tokenizerConfig.path("chat_template")) : separate;
    }

    /** One template, or the one called default (else the first) of several. */
    private static @Nullable String chosen(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        String first = null;
        for (JsonNode named : node) {
            JsonNode template = named.path("template");
            if (template.isString()) {
                if (named.path("name").asString("").equals("default")) {
                    return template.stringValue();
                }
                first = first == null ? template.stringValue() : first;
            }
        }
        return first;
    }
}
