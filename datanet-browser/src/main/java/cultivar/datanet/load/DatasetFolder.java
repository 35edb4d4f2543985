package cultivar.datanet.load;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.Licences;
import cultivar.datanet.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder as the Hugging Face Hub keeps data sets: a {@code README.md} with a card at its head, and files of rows whose
 * names, or whose folders' names, say what they are for.
 *
 * @param title what the card calls it, else the folder's name
 * @param licence of the card, as an SPDX identifier where it is known; empty where it names none
 * @param description the text of the card
 * @param parts held-out files first, because a text stays on the side on which it came first
 */
public record DatasetFolder(String title, String licence, String description, List<Part> parts) {
    private static final Set<String> HELD_OUT =
            Set.of("test", "validation", "valid", "val", "dev", "eval", "evaluation", "heldout");
    /** Files that describe the rows and hold none. */
    private static final Set<String> ABOUT =
            Set.of("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json", "datanet.json");

    private static final int DEPTH = 4;
    private static final long LONGEST_CARD = 1 << 20;

    /** A file of rows and what it is for. */
    public record Part(Path file, Split split) {}

    public DatasetFolder {
        parts = List.copyOf(parts);
    }

    /**
     * Looks at a folder.
     *
     * @throws DatanetException if it cannot be read, or holds no file of rows
     */
    public static DatasetFolder read(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            List<Part> parts = files.filter(file -> holdsRows(folder, file))
                    .map(file -> new Part(file, split(folder.relativize(file))))
                    .sorted(Comparator.comparing((Part part) -> part.split() == Split.TRAIN)
                            .thenComparing(part -> part.file().toString()))
                    .toList();
            if (parts.isEmpty()) {
                throw new DatanetException("The folder " + name
                        + " holds no file of rows (.jsonl, .json, .csv, .tsv or .parquet); choose another one");
            }
            Path readme = folder.resolve("README.md");
            boolean card = Files.isRegularFile(readme) && Files.size(readme) <= LONGEST_CARD;
            return described(name, card ? Json.utf8(Files.readAllBytes(readme)) : "", parts);
        } catch (IOException e) {
            throw new DatanetException(folder + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    /** The card of a datanet made of it. */
    public DatanetCard card(String name) {
        return new DatanetCard(name, title, "", description, "", List.of(), licence);
    }

    private static DatasetFolder described(String name, String readme, List<Part> parts) {
        Map<String, String> head = new HashMap<>();
        List<String> body = new ArrayList<>();
        List<String> lines = readme.lines().toList();
        boolean inHead = !lines.isEmpty() && lines.getFirst().strip().equals("---");
        for (String line : inHead ? lines.subList(1, lines.size()) : lines) {
            if (inHead && line.strip().equals("---")) {
                inHead = false;
            } else if (inHead) {
                int colon = line.indexOf(':');
                if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                    head.put(line.substring(0, colon), plain(line.substring(colon + 1)));
                }
            } else {
                body.add(line);
            }
        }
        String licence = head.getOrDefault("license", "");
        String title = head.getOrDefault("pretty_name", "");
        return new DatasetFolder(
                title.isBlank() ? name : title,
                Licences.named(licence).orElse(licence),
                String.join("\n", body).strip(),
                parts);
    }

    /** A scalar of YAML without its quotes. */
    private static String plain(String value) {
        String text = value.strip();
        boolean quoted = text.length() >= 2
                && ((text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("'") && text.endsWith("'")));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean holdsRows(Path folder, Path file) {
        Path inside = folder.relativize(file);
        boolean hidden = Stream.iterate(inside, part -> part != null, Path::getParent)
                .anyMatch(part -> String.valueOf(part.getFileName()).startsWith("."));
        return !hidden
                && !ABOUT.contains(String.valueOf(file.getFileName()))
                && FileFormat.named(file)
                        .filter(format -> format != FileFormat.DOCUMENT)
                        .isPresent()
                && Files.isRegularFile(file);
    }

    private static Split split(Path inside) {
        for (String word : inside.toString().toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
            if (HELD_OUT.contains(word)) {
                return Split.HELD_OUT;
            }
        }
        return inside.toString().toLowerCase(Locale.ROOT).contains("held-out") ? Split.HELD_OUT : Split.TRAIN;
    }
}
