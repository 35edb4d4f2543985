package cultivar.datanet;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a datanet says about itself.
 *
 * @param name its unique name: lower-case letters, digits and hyphens, at most 64
 * @param title its name for people
 * @param summary one line
 * @param description Markdown
 * @param guidelines Markdown for those who contribute and review
 * @param tags the tags that it uses and what they mean, in order
 * @param licence the licence of rows that name none; empty where there is none
 */
public record DatanetCard(
        String name,
        String title,
        String summary,
        String description,
        String guidelines,
        List<TagMeaning> tags,
        String licence) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** A tag and what it means in this datanet; the meaning may be empty. */
    public record TagMeaning(String name, String meaning) {}

    public DatanetCard {
        if (!NAME.matcher(name).matches()) {
            throw new DatanetException(
                    "\"" + name + "\" cannot name a datanet; use lower-case letters, digits and hyphens, at most 64");
        }
        title = title.isBlank() ? name : title.strip();
        tags = List.copyOf(tags);
    }

    /** A card with a title and nothing else; its name is made from the title. */
    public static DatanetCard titled(String title) {
        return new DatanetCard(nameFrom(title), title, "", "", "", List.of(), "");
    }

    /** The nearest allowed name, {@code datanet} where nothing of the title can be kept. */
    public static String nameFrom(String title) {
        String ascii = Normalizer.normalize(title, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        String name =
                ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("(^-+)|(-+$)", "");
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return cut.isEmpty() ? "datanet" : cut;
    }
}
