package cultivar.datanet.export;

import java.util.List;
import java.util.stream.Stream;

/** A column of an exported file. */
sealed interface Column {
    String name();

    /** A text. */
    record Text(String name) implements Column {}

    /** A list of texts. */
    record Texts(String name) implements Column {}

    /** A list of turns, each with two texts. */
    record Turns(String name, String who, String what) implements Column {}

    /** The columns of a layout, and those that every row has. */
    static List<Column> of(ExportLayout layout) {
        return Stream.concat(
                        layout.columns().stream(),
                        Stream.of(
                                new Text("contributor"),
                                new Text("licence"),
                                new Text("source"),
                                new Text("context"),
                                new Texts("tags"),
                                new Text("origin"),
                                new Text("content_hash")))
                .toList();
    }
}
