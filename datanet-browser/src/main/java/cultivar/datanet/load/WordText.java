package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The passages of a Word document (OOXML): its paragraphs, of which the heading styles mark some. */
final class WordText {
    /** What a document of 5 MB honestly unpacks to stays far below. */
    private static final int MOST_UNPACKED = 64 << 20;

    private static final int MOST_ENTRIES = 10_000;
    private static final String BODY = "word/document.xml";

    private WordText() {}

    /** Throws {@link DatanetException} where it is no document, broken, or meant to fill the memory. */
    static List<Passage> passages(byte[] bytes) {
        try {
            return paragraphs(body(bytes));
        } catch (IOException e) {
            throw new DatanetException("the Word document is broken; save it anew", e);
        } catch (XMLStreamException e) {
            throw new DatanetException("the text in the Word document is broken; save it anew", e);
        }
    }

    private static byte[] body(byte[] bytes) throws IOException {
        long unpacked = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                boolean wanted = entry.getName().equals(BODY);
                byte[] content = wanted ? zip.readNBytes(MOST_UNPACKED + 1) : new byte[0];
                unpacked += wanted ? content.length : drain(zip, MOST_UNPACKED - unpacked);
                if (unpacked > MOST_UNPACKED || ++entries > MOST_ENTRIES) {
                    throw new DatanetException("the Word document unpacks to more than " + (MOST_UNPACKED >> 20)
                            + " MiB, as no honest one does");
                }
                if (wanted) {
                    return content;
                }
            }
        }
        throw new DatanetException("it is no Word document (" + BODY + " is missing)");
    }

    /** Passes over an entry, up to one byte more than is allowed. */
    private static long drain(ZipInputStream zip, long allowed) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        for (int n = zip.read(buffer); n >= 0 && all <= allowed; n = zip.read(buffer)) {
            all += n;
        }
        return all;
    }

    private static List<Passage> paragraphs(byte[] xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        try {
            return new Walk(reader).passages();
        } finally {
            reader.close();
        }
    }

    /** One walk over the elements; a paragraph is ended by its end tag. */
    private static final class Walk {
        private final XMLStreamReader reader;
        private final List<Passage> passages = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private boolean heading;
        private boolean inText;
        private int place;

        Walk(XMLStreamReader reader) {
            this.reader = reader;
        }

        List<Passage> passages() throws XMLStreamException {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new DatanetException("the Word document declares entities, as no honest one does");
                    case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (inText) {
                            text.append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
                    default -> {}
                }
            }
            return passages;
        }

        private void start(String name) {
            switch (name) {
                case "t" -> inText = true;
                case "tab" -> text.append(text.isEmpty() ? "" : "\t");
                case "br", "cr" -> text.append('\n');
                case "pStyle" -> heading = isHeading(String.valueOf(style()));
                default -> {}
            }
        }

        private void end(String name) {
            if (name.equals("t")) {
                inText = false;
            } else if (name.equals("p")) {
                String paragraph = text.toString().strip();
                if (!paragraph.isEmpty()) {
                    passages.add(new Passage(paragraph, heading, 0, place, place + paragraph.length(), paragraph));
                    place += paragraph.length() + 1;
                }
                text.setLength(0);
                heading = false;
            }
        }

        private @org.jspecify.annotations.Nullable String style() {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (reader.getAttributeLocalName(i).equals("val")) {
                    return reader.getAttributeValue(i);
                }
            }
            return null;
        }

        private static boolean isHeading(String style) {
            String name = style.toLowerCase(Locale.ROOT);
            return name.startsWith("heading") || name.equals("title") || name.startsWith("berschrift");
        }
    }
}
