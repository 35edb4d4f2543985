package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A document as its passages (.md, .txt, .pdf, .docx).
 *
 * @param file its name
 */
public record Document(String file, List<Passage> passages) {
    private static final long LARGEST = 5L << 20;

    public Document {
        passages = List.copyOf(passages);
    }

    /**
     * Reads a document.
     *
     * @throws DatanetException if it is none, is larger than 5 MiB, or cannot be read or understood
     */
    public static Document read(Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            if (FileFormat.of(path) != FileFormat.DOCUMENT) {
                throw new DatanetException("it is no document (.md, .txt, .pdf, .docx)");
            }
            return of(path);
        } catch (DatanetException e) {
            throw RowReader.whole(name, e);
        } catch (IOException e) {
            throw new DatanetException(path + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    static Document of(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new DatanetException("a document may have " + (LARGEST >> 20) + " MiB at most; split it");
        }
        String file = String.valueOf(path.getFileName());
        return new Document(file, passages(file.toLowerCase(Locale.ROOT), Files.readAllBytes(path)));
    }

    /** The heading that a passage stands under; empty where there is none. */
    public String headingOf(Passage passage) {
        String heading = "";
        for (Passage each : passages) {
            if (each.equals(passage)) {
                return heading;
            }
            heading = each.heading() ? each.text() : heading;
        }
        return "";
    }

    private static List<Passage> passages(String name, byte[] bytes) throws IOException {
        if (name.endsWith(".pdf")) {
            return PdfText.passages(bytes);
        }
        if (name.endsWith(".docx")) {
            return WordText.passages(bytes);
        }
        String text = Json.utf8(Utf16Input.utf8(new ByteArrayInputStream(bytes)).readAllBytes());
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        return PlainText.passages(plain.replace("\r\n", "\n").replace('\r', '\n'), name.endsWith(".md"), 0);
    }
}
