package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of files that rows come in. */
public enum FileFormat {
    JSON_LINES("jsonl ndjson"),
    JSON("json"),
    CSV("csv tsv"),
    PARQUET("parquet"),
    /** A text whose headings and questions make rows. */
    DOCUMENT("md txt pdf docx");

    /** How much of a file named {@code .json} is looked at to see whether it is JSON Lines after all. */
    private static final int HEAD = 1 << 16;

    private static final Pattern CONTRIBUTION = Pattern.compile("\"format\"\\s*:\\s*\"cultivar-contribution\"");

    private final String endings;

    FileFormat(String endings) {
        this.endings = endings;
    }

    /** The endings of such files, without the dot. */
    public List<String> endings() {
        return List.of(endings.split(" ", -1));
    }

    /** Whether something can be tried to be imported: a file of a known format, or a folder, perhaps of a data set. */
    public static boolean accepts(Path place) {
        return named(place).isPresent() || Files.isDirectory(place);
    }

    /** The format that a name ends in, if it is one of these. */
    public static Optional<FileFormat> named(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (FileFormat format : values()) {
            if (format.endings().stream().anyMatch(ending -> name.endsWith("." + ending))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The format of a file, by its name, and by its beginning where many write another thing under that name. */
    static FileFormat of(Path file) throws IOException {
        FileFormat named = named(file)
                .orElseThrow(() -> new DatanetException("it is none of the kinds that hold rows"
                        + " (.jsonl, .ndjson, .json, .csv, .tsv, .parquet, .md, .txt, .pdf, .docx)"));
        return named == JSON && looksLikeLines(file) ? JSON_LINES : named;
    }

    /**
     * Whether a file is a contribution of somebody, under a statement of theirs, rather than a plain file of rows: a
     * {@code .json} file with an object at whose beginning its format is named.
     */
    public static boolean contribution(Path file) {
        if (!named(file).equals(Optional.of(JSON))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return CONTRIBUTION.matcher(head).find();
        } catch (IOException e) {
            // Whoever reads it says what is wrong with it.
            return false;
        }
    }

    Records open(Path file, HeadingQuestions headings) throws IOException {
        if (contribution(file)) {
            throw new DatanetException("it is a contribution that somebody gives, which is checked before its rows go"
                    + " in; take it in with `cultivar datanet receive`");
        }
        return switch (this) {
            case JSON_LINES -> new JsonLines(Files.newInputStream(file));
            case JSON -> new JsonElements(Files.newInputStream(file));
            case CSV -> new CsvRecords(Files.newInputStream(file));
            case PARQUET -> new ParquetRecords(file);
            case DOCUMENT -> new DocumentRecords(file, headings);
        };
    }

    /** Whether the first line is a whole object that is not itself full of rows. */
    private static boolean looksLikeLines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            LineReader lines = new LineReader(Utf16Input.utf8(new java.io.ByteArrayInputStream(in.readNBytes(HEAD))));
            while (lines.next()) {
                byte[] line = lines.line();
                if (line != null && !LineReader.blank(line)) {
                    boolean whole = Json.row(1, line, "") instanceof Found.Row;
                    return whole && (lines.next() || conversation(line));
                }
            }
            return false;
        }
    }

    private static boolean conversation(byte[] line) {
        return Json.row(1, line, "") instanceof Found.Row row
                && Mapping.detect(List.copyOf(row.columns().propertyNames())).complete();
    }
}
