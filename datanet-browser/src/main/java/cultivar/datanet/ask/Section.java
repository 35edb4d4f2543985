package cultivar.datanet.ask;

import cultivar.datanet.load.Document;
import cultivar.datanet.load.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A piece of a document that a model reads at once: passages under one heading that follow each other.
 *
 * @param heading the heading above; empty where there is none
 */
record Section(String heading, List<Passage> passages) {
    /** More than this at once, and a model leaves most of it out. */
    private static final int LONGEST = 1500;

    /** Less than this says nothing to ask about. */
    private static final int SHORTEST = 20;

    Section {
        passages = List.copyOf(passages);
    }

    /**
     * The pieces of a document.
     *
     * @param fits whether the model has room for a piece; longer passages are split, at the ends of sentences if it can be
     */
    static List<Section> of(Document document, Predicate<Section> fits) {
        List<Section> sections = new ArrayList<>();
        Section open = new Section("", List.of());
        for (Passage passage : document.passages()) {
            if (passage.heading()) {
                close(open, sections);
                open = new Section(passage.text(), List.of());
                continue;
            }
            Section longer = open.with(passage);
            if (longer.text().length() <= LONGEST && fits.test(longer)) {
                open = longer;
                continue;
            }
            close(open, sections);
            List<Section> pieces = split(new Section(open.heading(), List.of(passage)), fits);
            pieces.subList(0, pieces.size() - 1).forEach(piece -> close(piece, sections));
            open = pieces.getLast();
        }
        close(open, sections);
        return List.copyOf(sections);
    }

    String text() {
        return passages.stream().map(Passage::text).collect(Collectors.joining("\n\n"));
    }

    String place() {
        return passages.getFirst().placeTo(passages.getLast());
    }

    private Section with(Passage passage) {
        List<Passage> more = new ArrayList<>(passages);
        more.add(passage);
        return new Section(heading, more);
    }

    private static void close(Section section, List<Section> sections) {
        if (section.text().length() >= SHORTEST) {
            sections.add(section);
        }
    }

    private static List<Section> split(Section section, Predicate<Section> fits) {
        Passage passage = section.passages().getFirst();
        int length = passage.raw().length();
        if (length <= 2 * SHORTEST || (length <= LONGEST && fits.test(section))) {
            return List.of(section);
        }
        int middle = border(passage.raw());
        List<Section> pieces = new ArrayList<>();
        pieces.addAll(split(new Section(section.heading(), List.of(passage.part(0, middle))), fits));
        pieces.addAll(split(new Section(section.heading(), List.of(passage.part(middle, length))), fits));
        return pieces;
    }

    /** The end of a sentence nearest to the middle, or of a word, or the middle itself. */
    private static int border(String text) {
        int middle = text.length() / 2;
        for (String end : List.of("\n\n", ". ", "\n", " ")) {
            int before = text.lastIndexOf(end, middle);
            int after = text.indexOf(end, middle);
            int near = before < 0 || (after >= 0 && after - middle < middle - before) ? after : before;
            if (near > text.length() / 5 && near + end.length() < text.length() * 4 / 5) {
                return near + end.length();
            }
        }
        return Character.isLowSurrogate(text.charAt(middle)) ? middle + 1 : middle;
    }
}
