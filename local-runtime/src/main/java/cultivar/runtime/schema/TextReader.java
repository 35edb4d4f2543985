package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Terminal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns what a schema says of a string into a rule for what stands between its quotation marks. */
final class TextReader {
    private TextReader() {}

    /** A pattern says more than a format, which beside one is a remark. */
    static Terminal read(JsonNode schema, Patterns patterns, String at) {
        int least = SchemaReader.count(schema, "minLength", 0, at);
        int most = SchemaReader.count(schema, "maxLength", -1, at);
        if (most >= 0 && least > most) {
            throw SchemaReader.refused("\"minLength\" is above \"maxLength\"", at);
        }
        String keyword = schema.has("pattern") ? "pattern" : "format";
        String said = text(schema, keyword, at);
        Optional<String> pattern = schema.has("pattern") ? Optional.of(said) : Formats.pattern(said);
        if (pattern.isEmpty()) {
            return Text.of(least, most);
        }
        if (!isWithin(Expression.read(pattern.get()), least, most)) {
            throw SchemaReader.refused(
                    "\"" + keyword + "\" beside a length that it does not keep by itself is not supported", at);
        }
        return Matching.of(patterns.of(pattern.get()));
    }

    private static boolean isWithin(Expression.Tree tree, int least, int most) {
        return tree.shortest() >= least && (most < 0 || tree.longest() <= most);
    }

    /** A keyword's text, empty where there is none. */
    private static String text(JsonNode schema, String keyword, String at) {
        if (schema.has(keyword) && !schema.path(keyword).isString()) {
            throw SchemaReader.refused("\"" + keyword + "\" must be a text", at);
        }
        return schema.path(keyword).asString("");
    }
}
