package cultivar.datanet.quality;

import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Made-up rows, each from its number and a seed alone, so that a million of them need no memory. Every tenth is a near
 * copy of a row before it, with one or two words changed, dropped or put in, other capitals and marks; every tenth is only
 * related to a row before it, with a third of its words in common. Words are as frequent as in a language (Zipf).
 */
final class PlantedRows implements QualitySource {
    private static final int VOCABULARY = 30_000;
    private static final int KINDS = 10;

    private final int rows;
    private final long seed;
    private final String[] words = new String[VOCABULARY];

    PlantedRows(int rows, long seed) {
        if (rows < 1000) {
            throw new IllegalArgumentException("A measurement needs 1000 rows or more, not " + rows);
        }
        this.rows = rows;
        this.seed = seed;
        Random random = new Random(seed);
        for (int i = 0; i < VOCABULARY; i++) {
            words[i] = word(random, i);
        }
    }

    /** How many near copies there are. */
    long copies() {
        return IntStream.range(0, rows).filter(this::isCopy).count();
    }

    /** The row that a near copy was made from; of any other row the row itself. */
    int original(int row) {
        return isCopy(row) ? earlier(row) : row;
    }

    @Override
    public Stream<QualityRow> heldOut() {
        return Stream.empty();
    }

    @Override
    public Stream<QualityRow> training() {
        return IntStream.range(0, rows).mapToObj(row -> new QualityRow(QualityBench.hash(row), contribution(row)));
    }

    @Override
    public long total() {
        return rows;
    }

    Contribution contribution(int row) {
        List<String> text = text(row);
        int question = text.size() / 3;
        return new Contribution(
                List.of(
                        new Message(Role.USER, String.join(" ", text.subList(0, question)) + "?"),
                        new Message(Role.ASSISTANT, String.join(" ", text.subList(question, text.size())) + ".")),
                EvmAddress.NOBODY,
                "CC0-1.0",
                "",
                "",
                List.of());
    }

    private boolean isCopy(int row) {
        return row >= KINDS && row % KINDS == 3;
    }

    private boolean isRelative(int row) {
        return row >= KINDS && row % KINDS == 7;
    }

    /** A row before this one that is made from no other. */
    private int earlier(int row) {
        int before = Math.floorMod(Hashing.mix(seed ^ row), row / KINDS * KINDS);
        return before - before % KINDS;
    }

    private List<String> text(int row) {
        Random random = new Random(Hashing.mix(seed * 31 + row));
        if (isCopy(row)) {
            return copied(text(earlier(row)), random);
        }
        List<String> text = new ArrayList<>();
        if (isRelative(row)) {
            for (String word : text(earlier(row))) {
                text.add(random.nextInt(3) == 0 ? word : any(random));
            }
            return text;
        }
        int length = 30 + random.nextInt(60);
        for (int i = 0; i < length; i++) {
            text.add(any(random));
        }
        return text;
    }

    private List<String> copied(List<String> original, Random random) {
        List<String> text = new ArrayList<>(original);
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.size());
            switch (random.nextInt(3)) {
                case 0 -> text.set(at, any(random));
                case 1 -> text.add(at, any(random));
                default -> text.remove(at);
            }
        }
        for (int i = 0; i < text.size(); i += 1 + random.nextInt(8)) {
            String word = text.get(i);
            text.set(i, random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word + ",");
        }
        return text;
    }

    /** The n-th word is drawn about 1/n as often as the first. */
    private String any(Random random) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(VOCABULARY));
        return words[Math.min(VOCABULARY - 1, rank - 1)];
    }

    private static String word(Random random, int rank) {
        StringBuilder word = new StringBuilder();
        int syllables = 1 + (rank > 50 ? 1 : 0) + random.nextInt(2);
        for (int i = 0; i < syllables; i++) {
            word.append("bcdfghklmnprstvz".charAt(random.nextInt(16))).append("aeiou".charAt(random.nextInt(5)));
            if (random.nextInt(3) == 0) {
                word.append("nrlst".charAt(random.nextInt(5)));
            }
        }
        return word.toString();
    }
}
