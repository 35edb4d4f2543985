package cultivar.datanet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A datanet's name and the number of one of its versions, written {@code name@number}. */
public record DatanetVersionRef(String name, int number) {
    private static final Pattern SHAPE = Pattern.compile("(.+)@(\\d{1,9})");

    /**
     * Reads {@code name@number}.
     *
     * @throws DatanetException if it has another shape
     */
    public static DatanetVersionRef parse(String text) {
        Matcher match = SHAPE.matcher(text.strip());
        if (!match.matches()) {
            throw new DatanetException("\"" + text + "\" names no datanet version; write it as name@number");
        }
        return new DatanetVersionRef(match.group(1), Integer.parseInt(match.group(2)));
    }

    @Override
    public String toString() {
        return name + "@" + number;
    }
}
