package cultivar.app.shell;

import cultivar.app.engine.EngineBase;
import cultivar.app.hub.HomeModels;
import cultivar.datanet.view.DeskSettings;
import cultivar.runtime.client.AdapterBudget;
import cultivar.ui.theme.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code settings.json} in the studio's home. What this version does not know is kept when it is written back. */
final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Version of the file's layout. */
    private static final int SCHEMA = 1;

    private static final int MIB = 20;
    private static final long MOST_MIB = 1 << 20;

    private final Path file;

    SettingsFile(Path file) {
        this.file = file;
    }

    /** What was saved last; the defaults where nothing was or it cannot be read. */
    Settings load() {
        Settings or = Settings.defaults();
        ObjectNode at = tree();
        return new Settings(
                theme(at.path("theme").asString("")),
                at.path("width").asDouble(or.width()),
                at.path("height").asDouble(or.height()),
                at.path("maximised").asBoolean(or.maximised()),
                at.path("network").asString(or.network()),
                at.path("keepTraining").asBoolean(or.keepTraining()),
                at.path("guide").asBoolean(or.guide()),
                at.path("triedAdapter").asBoolean(or.triedAdapter()),
                at.path("verified").asBoolean(or.verified()),
                at.path(HomeModels.ENDPOINT_SETTING).asString(or.hubEndpoint()),
                budget(at.path("adapterMib")),
                base(at.path("base")),
                desk(at.path("desk")));
    }

    /** In MiB, as people count memory. */
    private static AdapterBudget budget(JsonNode at) {
        AdapterBudget or = AdapterBudget.usual();
        return new AdapterBudget(
                Math.clamp(at.path("ready").asLong(or.readyBytes() >> MIB), AnsweringCard.LEAST_MIB, MOST_MIB) << MIB,
                Math.clamp(at.path("beside").asLong(or.warmBytes() >> MIB), 0, MOST_MIB) << MIB);
    }

    private static @Nullable EngineBase base(JsonNode at) {
        String name = at.path("name").asString("");
        String folder = at.path("folder").asString("");
        try {
            return name.isEmpty() || folder.isEmpty() ? null : new EngineBase(name, Path.of(folder));
        } catch (InvalidPathException e) {
            LOG.warn("The base in the settings lies in no folder ({}); the one in the box answers", e.getMessage());
            return null;
        }
    }

    /** Saves, whole or not at all. */
    synchronized void save(Settings settings) throws IOException {
        ObjectNode at = tree();
        at.put("schema", SCHEMA);
        at.put("theme", settings.theme().name().toLowerCase(Locale.ROOT));
        at.put("width", settings.width());
        at.put("height", settings.height());
        at.put("maximised", settings.maximised());
        at.put("network", settings.network());
        at.put("keepTraining", settings.keepTraining());
        at.put("guide", settings.guide());
        at.put("triedAdapter", settings.triedAdapter());
        at.put("verified", settings.verified());
        if (settings.hubEndpoint().isEmpty()) {
            at.remove(HomeModels.ENDPOINT_SETTING);
        } else {
            at.put(HomeModels.ENDPOINT_SETTING, settings.hubEndpoint());
        }
        at.putObject("adapterMib")
                .put("ready", settings.adapterBudget().readyBytes() >> MIB)
                .put("beside", settings.adapterBudget().warmBytes() >> MIB);
        if (settings.base() == null) {
            at.remove("base");
        } else {
            at.putObject("base")
                    .put("name", settings.base().name())
                    .put("folder", settings.base().folder().toString());
        }
        ObjectNode desk = at.path("desk") instanceof ObjectNode known ? known : at.putObject("desk");
        desk.put("reviewer", settings.desk().reviewer());
        desk.put("suggest", settings.desk().suggest());
        ObjectNode keys = desk.putObject("keys");
        settings.desk().keys().forEach(keys::put);
        ArrayNode columns = desk.putArray("columns");
        settings.desk().columns().forEach(columns::add);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(at) + "\n", StandardCharsets.UTF_8);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private ObjectNode tree() {
        try {
            JsonNode read = JSON.readTree(Files.readString(file));
            if (read instanceof ObjectNode object) {
                return object;
            }
            LOG.warn("{} holds no settings; the defaults are used", file);
        } catch (NoSuchFileException e) {
            LOG.debug("No settings yet");
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read ({}); the defaults are used", file, e.getMessage());
        }
        return JSON.createObjectNode();
    }

    private static DeskSettings desk(JsonNode at) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> key : at.path("keys").properties()) {
            keys.put(key.getKey(), key.getValue().asString(""));
        }
        List<String> columns = new ArrayList<>();
        at.path("columns").forEach(column -> columns.add(column.asString("")));
        return new DeskSettings(
                keys, at.path("reviewer").asString(""), at.path("suggest").asBoolean(true), columns);
    }

    private static Theme theme(String name) {
        return switch (name) {
            case "light" -> Theme.LIGHT;
            case "dark" -> Theme.DARK;
            default -> Theme.SYSTEM;
        };
    }
}
