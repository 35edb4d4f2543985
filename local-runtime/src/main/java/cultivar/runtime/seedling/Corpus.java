package cultivar.runtime.seedling;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The text that Seedling is grown from: generated, endless, and the same for a seed on every machine.
 *
 * <p>A fifth of the examples, with a quarter of all answer tokens, copy something, because that is the skill which an
 * adapter cannot learn by itself: the output row of a token that the base never wrote stays random under LoRA. JSON is
 * another fifth of the answer tokens, for most adapters that act are asked for it. Questions on a given text, jobs on
 * lists of words, and facts are a tenth of the examples each; sums, rewriting, writing, small talk and conversations share
 * the rest, each with enough examples to be learnt in some ten million tokens.
 *
 * <p>Counted over 200,000 examples with Seedling's tokenizer: 51 tokens an example, the template's included, 15 of them in
 * answers; 91 in a hundred examples have at most 80 tokens, the longest has 217. No token that ordinary text can hold is
 * missing from the answers; the rarest merge stands there at least once in 2,000 examples.
 *
 * <p>A request belongs to training or to {@link #heldOut} by a hash of its text, so that none is ever in both.
 */
public final class Corpus {
    private static final List<Skill> SKILLS = Stream.of(
                    SmallTalk.skills(),
                    Copying.skills(),
                    Knowing.skills(),
                    Reading.skills(),
                    WordWork.skills(),
                    Numbers.skills(),
                    Rewriting.skills(),
                    Writing.skills(),
                    ToolCalls.skills(),
                    JsonWork.skills(),
                    Conversations.skills())
            .flatMap(List::stream)
            .toList();
    private static final double TOTAL =
            SKILLS.stream().mapToDouble(Skill::weight).sum();

    /** Skills whose requests may be quoted or put into a conversation: those that hold no conversation themselves. */
    private static final List<Skill> QUOTABLE = Stream.of(
                    Knowing.skills(),
                    Reading.skills(),
                    WordWork.skills(),
                    Numbers.skills(),
                    Rewriting.skills(),
                    Writing.skills(),
                    ToolCalls.skills(),
                    JsonWork.skills())
            .flatMap(List::stream)
            .toList();

    private static final int HELD_OUT_SHARE = 50;

    private Corpus() {}

    /** Endless; example {@code i} depends on the seed and on {@code i} alone, so a stream may be cut and resumed. */
    public static Stream<SeedExample> examples(long seed) {
        return examples(seed, 0);
    }

    /** The same stream from its example number {@code from} on. */
    public static Stream<SeedExample> examples(long seed, long from) {
        return LongStream.iterate(from, i -> i + 1).mapToObj(i -> draw(Draw.of(seed, i), false));
    }

    /** Examples whose requests never occur in {@link #examples} under any seed; all differ from one another. */
    public static List<SeedExample> heldOut(long seed, int count) {
        Set<String> seen = new HashSet<>();
        return LongStream.iterate(0, i -> i + 1)
                .mapToObj(i -> draw(Draw.of(seed ^ 0x5EED0FF5EEDL, i), true))
                .filter(example -> seen.add(example.promptKey()))
                .limit(count)
                .toList();
    }

    /** Names of all skills, in the order of their definition. */
    public static List<String> kinds() {
        return SKILLS.stream().map(Skill::kind).toList();
    }

    private static SeedExample draw(Draw d, boolean heldOut) {
        while (true) {
            Skill skill = choose(d);
            if (heldOut && !skill.open()) {
                continue;
            }
            SeedExample example = new SeedExample(skill.kind(), skill.make().apply(d));
            if ((skill.open() && isHeldOut(example) != heldOut) || isNews(example) || isLong(example)) {
                continue;
            }
            return example;
        }
    }

    /** The messages of a quotable skill's example that belongs to training. */
    static List<Turn> quotable(Draw d) {
        while (true) {
            Skill skill = d.pick(QUOTABLE);
            SeedExample example = new SeedExample(skill.kind(), skill.make().apply(d));
            if (!isHeldOut(example)) {
                return example.messages();
            }
        }
    }

    private static Skill choose(Draw d) {
        double at = d.unit() * TOTAL;
        for (Skill skill : SKILLS) {
            at -= skill.weight();
            if (at < 0) {
                return skill;
            }
        }
        return SKILLS.getLast();
    }

    /** Whether the request is one of the fiftieth that is kept from training. */
    static boolean isHeldOut(SeedExample example) {
        long hash = 0xCBF29CE484222325L;
        String key = example.promptKey();
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        return Math.floorMod(Draw.mix(hash), HELD_OUT_SHARE) == 0;
    }

    /** About two hundred tokens: a small letter is half a token, other ASCII a whole one, the rest three. */
    private static boolean isLong(SeedExample example) {
        return example.messages().stream()
                        .flatMapToInt(turn -> turn.content().chars())
                        .mapToDouble(c -> c == ' ' || (c >= 'a' && c <= 'z') ? 0.5 : c < 0x80 ? 1 : 3)
                        .sum()
                > 190;
    }

    private static boolean isNews(SeedExample example) {
        return example.messages().stream().anyMatch(turn -> News.isIn(turn.content()));
    }
}
