package cultivar.datanet.load;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the {@code datanet.json} that lies beside a datanet's rows. */
public final class CardReader {
    private static final JsonMapper JSON = new JsonMapper();

    private CardReader() {}

    /**
     * Reads a card. Only {@code name} must be there; {@code tags} is an object from tag to meaning, or a list of
     * objects with {@code name} and {@code meaning}.
     *
     * @throws DatanetException if it is not JSON, or has no usable name
     */
    public static DatanetCard read(InputStream in) {
        JsonNode node;
        try {
            node = JSON.readTree(in);
        } catch (JacksonException e) {
            throw new DatanetException("The datanet's card is not JSON: " + e.getOriginalMessage(), e);
        }
        String licence = RowParser.text(node, "licence");
        return new DatanetCard(
                RowParser.text(node, "name"),
                RowParser.text(node, "title"),
                RowParser.text(node, "summary"),
                RowParser.text(node, "description"),
                RowParser.text(node, "guidelines"),
                tags(node.path("tags")),
                licence.isEmpty() ? RowParser.text(node, "license") : licence);
    }

    private static List<DatanetCard.TagMeaning> tags(JsonNode tags) {
        List<DatanetCard.TagMeaning> meanings = new ArrayList<>();
        if (tags.isObject()) {
            for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                meanings.add(
                        new DatanetCard.TagMeaning(tag.getKey(), tag.getValue().asString("")));
            }
        }
        if (tags.isArray()) {
            for (JsonNode tag : tags) {
                meanings.add(
                        tag.isString()
                                ? new DatanetCard.TagMeaning(tag.asString(), "")
                                : new DatanetCard.TagMeaning(
                                        RowParser.text(tag, "name"), RowParser.text(tag, "meaning")));
            }
        }
        return meanings;
    }
}
