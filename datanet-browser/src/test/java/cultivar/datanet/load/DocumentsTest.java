package cultivar.datanet.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    Path folder;

    private final List<Problem> rejected = new ArrayList<>();

    private List<Contribution> read(Path file) throws IOException {
        return read(file, HeadingQuestions.AS_THEY_STAND);
    }

    private List<Contribution> read(Path file, HeadingQuestions headings) throws IOException {
        rejected.clear();
        List<Contribution> rows = new ArrayList<>();
        RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, "MIT", headings);
        try (RowReader reader = RowReader.open(file, defaults, Map.of(), problem -> {
            if (problem.severity() == Problem.Severity.REJECTED) {
                rejected.add(problem);
            }
        })) {
            for (ParsedRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row.contribution());
            }
        }
        return rows;
    }

    private static String told(Contribution row) {
        return row.messages().getFirst().content() + " | "
                + row.messages().getLast().content() + " | " + row.source() + " | " + row.context();
    }

    private Path word(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write("<Types/>".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void markdownGivesRowsByHeadingsQuestionsAndMarksWithTheirSpans() throws IOException {
        String text = """
            Lost words.

            # Guide

            ## How to swap

            First this.

            ```
            # no heading

            code
            ```

            What does it cost?
            A fee.

            Is it safe?

            Q: Who pays?
            A: You do.

            **Q:** When?

            **A:** Now.

            More.
            """;
        List<Contribution> rows =
                read(Files.writeString(folder.resolve("g.md"), "\ufeff" + text.replace("\n", "\r\n")));
        assertThat(rows)
                .map(DocumentsTest::told)
                .containsExactly(
                        "How to swap | First this.\n\n```\n# no heading\n\ncode\n``` | g.md, characters 22 to 77 | ",
                        "What does it cost? | A fee. | g.md, characters 79 to 104 | How to swap",
                        "Who pays? | You do. | g.md, characters 119 to 142 | How to swap",
                        "When? | Now.\n\nMore. | g.md, characters 144 to 176 | How to swap");
        assertThat(text.substring(79, 104)).isEqualTo("What does it cost?\nA fee.");
        assertThat(rejected)
                .map(Problem::toString)
                .containsExactly(
                        "g.md:1: the passage (characters 0 to 11) stands under no heading and no question",
                        "g.md:7: the question (characters 106 to 117) has no answer below it");
    }

    @Test
    void headingsAreAskedAsThePersonChose() throws IOException {
        Path file = Files.writeString(folder.resolve("h.md"), """
            # Fees

            They are low.

            # Who pays?

            You do.
            """);
        assertThat(read(file, new HeadingQuestions("What does the section {heading} say?")))
                .map(DocumentsTest::told)
                .containsExactly(
                        "What does the section Fees say? | They are low. | h.md, characters 0 to 21 | ",
                        "Who pays? | You do. | h.md, characters 23 to 43 | ");
        assertThat(read(file, HeadingQuestions.NONE))
                .map(DocumentsTest::told)
                .containsExactly("Who pays? | You do. | h.md, characters 23 to 43 | ");
        assertThat(rejected)
                .map(Problem::reason)
                .containsExactly("the passage (characters 8 to 21) stands under no question");
        assertThatThrownBy(() -> new HeadingQuestions("What now?")).hasMessageContaining("{heading}");
    }

    @Test
    void questionsAreFoundInsideAPassageButNotInProse() throws IOException {
        String text = """
            1. **What is a swap?**
            One token for another.
            - What is a stake?
            A lock.

            How do I end a lock
            that I have begun?

            You wait. Then comes the time to ask
            whether it pays?
            It does.
            """;
        assertThat(read(Files.writeString(folder.resolve("q.txt"), text)))
                .map(DocumentsTest::told)
                .containsExactly(
                        "What is a swap? | One token for another. | q.txt, characters 0 to 45 | ",
                        "What is a stake? | A lock. | q.txt, characters 46 to 72 | ",
                        "How do I end a lock that I have begun? | You wait. Then comes the time to ask\n"
                                + "whether it pays?\nIt does. | q.txt, characters 74 to 176 | ");
        assertThat(text.substring(46, 72)).isEqualTo("- What is a stake?\nA lock.");
        assertThat(text.substring(74, 176)).startsWith("How do I").endsWith("It does.");
        assertThat(rejected).isEmpty();
    }

    @Test
    void wordParagraphsAndTheirStylesAreRead() throws IOException {
        Path file = word("h.docx", """
            <?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body>
            <w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Fees</w:t></w:r></w:p>
            <w:p><w:r><w:t>They are </w:t></w:r><w:r><w:t>low &amp; fixed.</w:t></w:r></w:p>
            <w:p/><w:p><w:r><w:t>Why?</w:t></w:r></w:p><w:p><w:r><w:t>Because.</w:t></w:r></w:p>
            </w:body></w:document>\
            """);
        assertThat(read(file))
                .map(DocumentsTest::told)
                .containsExactly(
                        "Fees | They are low & fixed. | h.docx, characters 0 to 26 | ",
                        "Why? | Because. | h.docx, characters 27 to 40 | Fees");
        assertThat(rejected).isEmpty();
    }

    @Test
    void bombsEntitiesAndOtherArchivesAreRefused() throws IOException {
        Path bomb = folder.resolve("bomb.docx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("word/media/x.png"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        assertThatThrownBy(() -> read(bomb))
                .hasMessageStartingWith("bomb.docx cannot be imported: the Word document unpacks");

        Files.writeString(folder.resolve("secret.txt"), "secret");
        Path entities = word(
                "xxe.docx",
                "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \""
                        + folder.resolve("secret.txt").toUri()
                        + "\">]><d><p><t>Why?</t></p><p><t>&x;</t></p></d>");
        assertThatThrownBy(() -> read(entities))
                .hasMessageContaining("xxe.docx")
                .hasMessageNotContaining("secret");

        Path other = folder.resolve("other.docx");
        try (OutputStream out = Files.newOutputStream(other)) {
            out.write("not a zip".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> read(other)).hasMessageContaining("it is no Word document");
    }

    @Test
    void aPdfIsReadByPagesAndOneWithoutTextIsNamed() throws IOException {
        Path file = folder.resolve("p.pdf");
        Path empty = folder.resolve("empty.pdf");
        try (PDDocument document = new PDDocument();
                PDDocument pictures = new PDDocument()) {
            for (int page = 0; page < 2; page++) {
                PDPage sheet = new PDPage();
                document.addPage(sheet);
                try (PDPageContentStream out = new PDPageContentStream(document, sheet)) {
                    out.beginText();
                    out.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    out.newLineAtOffset(50, 700);
                    out.showText("What is page " + page + "?");
                    out.newLineAtOffset(0, -60);
                    out.showText("It is a sheet.");
                    out.endText();
                }
            }
            document.save(file.toFile());
            pictures.addPage(new PDPage());
            pictures.save(empty.toFile());
        }
        assertThat(read(file))
                .map(DocumentsTest::told)
                .satisfiesExactly(
                        row -> assertThat(row)
                                .startsWith("What is page 0? | It is a sheet. | p.pdf, page 1, characters 0 to "),
                        row -> assertThat(row)
                                .startsWith("What is page 1? | It is a sheet. | p.pdf, page 2, characters 0 to "));
        assertThatThrownBy(() -> read(empty))
                .hasMessageStartingWith("empty.pdf cannot be imported: the PDF holds no text");
        byte[] bytes = Files.readAllBytes(file);
        Path broken = Files.write(folder.resolve("broken.pdf"), java.util.Arrays.copyOf(bytes, 40));
        assertThatThrownBy(() -> read(broken)).hasMessageContaining("the PDF is broken");
    }

    @Test
    void aLargeDocumentAndWrongBytesAreNamed() throws IOException {
        Path large = Files.write(folder.resolve("large.txt"), new byte[(5 << 20) + 1]);
        assertThatThrownBy(() -> read(large)).hasMessageContaining("5 MiB at most");
        Path latin = Files.write(folder.resolve("l.txt"), "Why?\ncaf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(latin)).hasMessageContaining("not UTF-8 (byte 9 is 0xE9)");
    }
}
