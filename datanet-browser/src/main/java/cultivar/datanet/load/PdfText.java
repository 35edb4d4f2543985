package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The passages of a PDF, page by page. */
final class PdfText {
    private static final int MOST_PAGES = 5000;
    private static final long MEMORY = 256L << 20;
    /** More text than any small document has; a small file can unfold to it. */
    private static final int MOST_TEXT = 64 << 20;

    private PdfText() {}

    /** Throws {@link DatanetException} where there is no text, or it is locked or broken. */
    static List<Passage> passages(byte[] bytes) {
        // The library's list of the machine's fonts would be kept in the person's home folder.
        System.getProperties().putIfAbsent("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
        var memory = MemoryUsageSetting.setupMainMemoryOnly(MEMORY).streamCache;
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, memory)) {
            if (document.getNumberOfPages() > MOST_PAGES) {
                throw new DatanetException("the PDF has more than " + MOST_PAGES + " pages; split it");
            }
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            stripper.setSortByPosition(true);
            List<Passage> passages = new ArrayList<>();
            long characters = 0;
            for (int page = 1; page <= document.getNumberOfPages() && characters <= MOST_TEXT; page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                String text = stripper.getText(document);
                characters += text.length();
                passages.addAll(PlainText.passages(text, false, page));
            }
            if (characters > MOST_TEXT) {
                throw new DatanetException("the PDF unfolds to more text than " + (MOST_TEXT >> 20) + " MiB");
            }
            if (passages.isEmpty()) {
                throw new DatanetException(
                        "the PDF holds no text, only pictures of it; run text recognition on it first");
            }
            return passages;
        } catch (InvalidPasswordException e) {
            throw new DatanetException("the PDF is locked with a password; save it without one", e);
        } catch (DatanetException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new DatanetException("the PDF is broken; get it again or save it anew", e);
        }
    }
}
