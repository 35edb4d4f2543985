package cultivar.datanet.load;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Licences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a contribution of the columns of a row, or says in one line why not. */
final class RowParser {
    /** How many sets of columns are remembered, and how many contributors; a file has one or a few of most. */
    private static final int REMEMBERED = 256;

    private final RowDefaults defaults;
    private final Map<String, Target> changes;
    private final Map<List<String>, Mapping> mappings = new HashMap<>();
    /** Contributors as they were written last; two hashes each, to check what was typed. */
    private final Map<String, EvmAddress> contributors = new HashMap<>();

    /**
     * A parser.
     *
     * @param changes what a person said of columns; the others are what their names say
     */
    RowParser(RowDefaults defaults, Map<String, Target> changes) {
        this.defaults = defaults;
        this.changes = changes;
    }

    /**
     * Reads one row.
     *
     * @throws DatanetException if it holds no usable contribution; the message is the reason
     */
    ParsedRow parse(long line, ObjectNode row) {
        Mapping mapping = mapping(row);
        List<String> warnings = new ArrayList<>();
        Contribution contribution = new Contribution(
                Conversation.of(row, mapping),
                contributor(value(row, mapping, Target.CONTRIBUTOR), warnings),
                licence(value(row, mapping, Target.LICENCE), warnings),
                value(row, mapping, Target.SOURCE),
                value(row, mapping, Target.CONTEXT),
                tags(row, mapping));
        return new ParsedRow(line, contribution, warnings);
    }

    Mapping mapping(ObjectNode row) {
        List<String> names = List.copyOf(row.propertyNames());
        Mapping known = mappings.get(names);
        if (known == null) {
            known = Mapping.detect(names).with(changes);
            if (mappings.size() < REMEMBERED) {
                mappings.put(names, known);
            }
        }
        return known;
    }

    private EvmAddress contributor(String given, List<String> warnings) {
        if (!given.isBlank()) {
            return known(given);
        }
        warnings.add(
                defaults.contributor().equals(EvmAddress.NOBODY)
                        ? "no contributor; the row belongs to nobody and earns nothing"
                        : "no contributor; the row is taken as " + defaults.contributor() + "'s");
        return defaults.contributor();
    }

    private EvmAddress known(String given) {
        EvmAddress known = contributors.get(given);
        if (known == null) {
            known = EvmAddress.parse(given);
            if (contributors.size() < REMEMBERED) {
                contributors.put(given, known);
            }
        }
        return known;
    }

    private String licence(String given, List<String> warnings) {
        if (given.isBlank()) {
            warnings.add("no licence; taken as " + defaults.licence());
            return defaults.licence();
        }
        if (!Licences.known(given.strip())) {
            warnings.add("the licence \"" + Json.cut(given.strip()) + "\" is not a known SPDX identifier");
        }
        return given;
    }

    /** The tags of a list; a cell of a table holds it as JSON, or with commas or semicolons. */
    private static List<String> tags(ObjectNode row, Mapping mapping) {
        String column = mapping.column(Target.TAGS).orElse("");
        JsonNode tags = row.path(column);
        if (tags.isMissingNode() || tags.isNull()) {
            return List.of();
        }
        if (tags.isString()) {
            String text = tags.asString().strip();
            if (!text.startsWith("[")) {
                return List.of(text.split("[,;]", -1));
            }
            tags = Json.read(text);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode tag : tags) {
            if (!tag.isString()) {
                throw new DatanetException("a tag is not a text");
            }
            names.add(tag.asString());
        }
        if (!tags.isArray()) {
            throw new DatanetException("\"" + column + "\" is not a list");
        }
        return names;
    }

    private static String value(ObjectNode row, Mapping mapping, Target target) {
        return mapping.column(target).map(column -> text(row, column)).orElse("");
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new DatanetException("\"" + field + "\" is not a text");
        }
        return value.asString();
    }
}
