package cultivar.datanet.bench;

import cultivar.datanet.EvmAddress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows whose words, tags, contributors and licences are as unevenly spread as in real datanets: a few are everywhere and
 * most are rare. The same seed makes the same rows.
 */
public final class SyntheticRows {
    static final List<String> LICENCES = List.of("CC-BY-4.0", "MIT", "CC0-1.0", "CC-BY-SA-4.0");

    private static final int WORDS = 30_000;
    private static final int TAGS = 20;
    private static final int PEOPLE = 60;
    private static final String[] SYLLABLES = {
        "ba", "co", "di", "fu", "gra", "hel", "in", "jo", "ka", "li", "mor", "nu", "or", "pe", "qui", "ro", "sta", "tu",
        "ver", "wo"
    };

    private final Random random;
    private final List<EvmAddress> people = new ArrayList<>();

    public SyntheticRows(long seed) {
        random = new Random(seed);
        for (int i = 0; i < PEOPLE; i++) {
            byte[] address = new byte[20];
            random.nextBytes(address);
            people.add(EvmAddress.of(address));
        }
    }

    /** Writes so many rows as JSON Lines. */
    public void write(Path file, long rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long i = 0; i < rows; i++) {
                out.write("{\"messages\":[{\"role\":\"user\",\"content\":\"");
                words(out, 8 + random.nextInt(20));
                out.write(" " + i + "?\"},{\"role\":\"assistant\",\"content\":\"");
                words(out, 10 + random.nextInt(60));
                out.write(".\"}],\"contributor\":\"" + person() + "\",\"licence\":\"" + licence());
                out.write("\",\"source\":\"made up\",\"tags\":[\"" + tag() + "\"]}\n");
            }
        }
    }

    String word() {
        return word(few(WORDS));
    }

    /** One of the most frequent words. */
    String commonWord() {
        return word(random.nextInt(10));
    }

    /** A word that few rows hold. */
    String rareWord() {
        return word(WORDS / 2 + random.nextInt(WORDS / 2));
    }

    String tag() {
        return "topic-" + few(TAGS);
    }

    EvmAddress person() {
        return people.get(few(PEOPLE));
    }

    String licence() {
        return LICENCES.get(few(LICENCES.size()));
    }

    /** A number below a bound, small ones more often: as many below 10 as from 10 to 100. */
    private int few(int bound) {
        return (int) Math.pow(bound + 1.0, random.nextDouble()) - 1;
    }

    private void words(BufferedWriter out, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.write(' ');
            }
            out.write(word());
        }
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + 20; rest > 0; rest /= SYLLABLES.length) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
        }
        return word.toString();
    }
}
