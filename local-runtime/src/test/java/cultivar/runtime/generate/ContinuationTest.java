package cultivar.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.generate.Continuation.Step;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Continuations with the tokenizer of the base model in the box. */
class ContinuationTest {
    private static final int[] PROMPT = {5, 6, 7};

    @TempDir
    static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static Tokenizer tokenizer;

    private static final List<String> PIECES = new ArrayList<>();

    @BeforeAll
    static void open() {
        tokenizer = Tokenizer.open(Seedling.install(temporary));
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            PIECES.add(tokenizer.decode(new int[] {id}, true));
        }
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void findsAStopStringHoweverTokensLieInIt() {
        List<int[]> cuts = cuts("of the stone there");
        int beyond = 0;
        for (int[] ids : cuts) {
            Continuation continuation = continuation(Sampling.greedy(), List.of("he sto", "never"), 100);
            StringBuilder given = new StringBuilder();
            StopReason end = null;
            int taken = 0;
            while (end == null) {
                Step step = continuation.next(only(ids[taken++]));
                given.append(step.text());
                end = step.end();
            }
            assertThat(given).hasToString("of t");
            assertThat(continuation.text()).isEqualTo("of t");
            assertThat(end).isEqualTo(StopReason.STOP_STRING);
            assertThat(continuation.stopString()).isEqualTo("he sto");
            assertThat(continuation.ids()).hasSize(taken);
            String drawn = tokenizer.decode(continuation.ids(), true);
            assertThat(drawn).startsWith("of the sto");
            assertThat(drawn.length() - PIECES.get(ids[taken - 1]).length()).isLessThan("of the sto".length());
            beyond += drawn.equals("of the sto") ? 0 : 1;
        }
        assertThat(cuts).hasSizeGreaterThan(100);
        assertThat(beyond).isBetween(1, cuts.size() - 1);
    }

    @Test
    void givesWhatWasHeldBackWhenItWasNoStopString() {
        for (int[] ids : cuts("an endless")) {
            Continuation continuation = continuation(Sampling.greedy(), List.of("ending", "lessons"), 100);
            StringBuilder given = new StringBuilder();
            for (int id : ids) {
                given.append(continuation.next(only(id)).text());
            }
            assertThat("an endless").startsWith(given.toString());
            assertThat(given.toString()).doesNotContain("l");
            Step last = continuation.next(only(tokenizer.eosId()));
            assertThat(given.append(last.text())).hasToString("an endless");
            assertThat(last.end()).isEqualTo(StopReason.END_TOKEN);
            assertThat(continuation.stopString()).isNull();
            assertThat(continuation.ids()).isEqualTo(ids);
        }
    }

    @Test
    void saysWhichLimitEndedIt() {
        int id = tokenizer.encode("a")[0];
        Continuation limited = continuation(Sampling.greedy(), List.of("ab"), 2);
        assertThat(limited.next(only(id))).isEqualTo(new Step(id, "", null));
        assertThat(limited.next(only(id))).isEqualTo(new Step(id, "aa", StopReason.MAX_TOKENS));
        Continuation full = new Continuation(tokenizer, PROMPT, Sampling.greedy(), Stopping.after(2), 1);
        assertThat(full.next(only(id))).isEqualTo(new Step(id, "a", StopReason.CONTEXT_FULL));
    }

    @Test
    void aStopStringInTheLastTokenCountsForMoreThanTheLimit() {
        int id = tokenizer.encode("a")[0];
        Continuation continuation = continuation(Sampling.greedy(), List.of("aa"), 2);
        continuation.next(only(id));
        assertThat(continuation.next(only(id))).isEqualTo(new Step(id, "", StopReason.STOP_STRING));
    }

    @Test
    void aTokenThatWasNamedEndsItEvenWhereEndTokensDoNot() {
        int a = tokenizer.encode("a")[0];
        int eos = tokenizer.eosId();
        Continuation continuation = held(new Stopping(9, 0, List.of("ab"), Set.of(7), true));
        continuation.next(only(a));
        continuation.next(only(eos));
        assertThat(continuation.next(only(7))).isEqualTo(new Step(7, "a", StopReason.STOP_TOKEN));
        assertThat(continuation.ids()).containsExactly(a, eos);
        assertThat(held(new Stopping(9, 0, List.of(), Set.of(eos), false))
                        .next(only(eos))
                        .end())
                .isEqualTo(StopReason.END_TOKEN);
    }

    @Test
    void nothingEndsItBeforeSoManyTokens() {
        int a = tokenizer.encode("a")[0];
        int eos = tokenizer.eosId();
        Continuation continuation = held(new Stopping(9, 3, List.of("aa"), Set.of(7), false));
        StringBuilder given = new StringBuilder();
        for (int likely : new int[] {eos, 7, eos}) {
            float[] logits = only(likely);
            logits[a] = 0.5f;
            Step step = continuation.next(logits);
            assertThat(step.id()).isEqualTo(a);
            assertThat(step.end()).isNull();
            given.append(step.text());
        }
        Step last = continuation.next(only(a));
        assertThat(last.end()).as("a stop string may begin before").isEqualTo(StopReason.STOP_STRING);
        assertThat(given + last.text()).isEqualTo("aa");
        Continuation other = held(new Stopping(9, 1, List.of(), Set.of(7), false));
        other.next(only(a));
        assertThat(other.next(only(7)).end()).isEqualTo(StopReason.STOP_TOKEN);
    }

    private static Continuation held(Stopping stopping) {
        return new Continuation(tokenizer, PROMPT, Sampling.greedy(), stopping, 1000);
    }

    @Test
    void logProbabilitiesAreTheModelsOwn() {
        Sampling sampling = new Sampling(0.5, 1, 0.5, 3)
                .withPenalties(new Penalties(1.5, 1, 1))
                .withLogProbabilities(2);
        float[] logits = new float[tokenizer.vocabularySize()];
        logits[PROMPT[0]] = 6;
        logits[40] = 5;
        Step step = continuation(sampling, List.of(), 5).next(logits.clone());
        double norm = Math.log(Math.exp(6) + Math.exp(5) + logits.length - 2);
        assertThat(step.id()).isEqualTo(40);
        LogProbabilities told = Objects.requireNonNull(step.logProbabilities());
        assertThat(told.chosen()).isCloseTo(5 - norm, within(1e-6));
        assertThat(told.likeliest().getFirst().id()).isEqualTo(PROMPT[0]);
        assertThat(told.likeliest().getFirst().logProbability()).isCloseTo(6 - norm, within(1e-6));
        assertThat(told.likeliest()).hasSize(2);
    }

    @Test
    void drawsTheSameAloneAndBesideOthers() {
        Sampling sampling = new Sampling(1, 20, 0.9, 77).withPenalties(new Penalties(1.1, 0.1, 0.1));
        List<Integer> alone = new ArrayList<>();
        Continuation one = continuation(sampling, List.of(), 50);
        for (int place = 0; place < 50; place++) {
            alone.add(one.next(random(place)).id());
        }
        Continuation again = continuation(sampling, List.of(), 50);
        Continuation neighbour = continuation(new Sampling(2, 0, 1, 78), List.of(), 200);
        List<Integer> beside = new ArrayList<>();
        for (int place = 0; place < 50; place++) {
            neighbour.next(random(1000 + place));
            beside.add(again.next(random(place)).id());
            neighbour.next(random(2000 + place));
        }
        assertThat(beside).isEqualTo(alone);
        assertThat(alone.stream().distinct().count()).isGreaterThan(20);
    }

    private static Continuation continuation(Sampling sampling, List<String> stops, int most) {
        return new Continuation(tokenizer, PROMPT, sampling, new Stopping(most, stops, false), 1000);
    }

    private static float[] only(int id) {
        float[] logits = new float[tokenizer.vocabularySize()];
        logits[id] = 1;
        return logits;
    }

    private static float[] random(int place) {
        SplittableRandom random = new SplittableRandom(place);
        float[] logits = new float[tokenizer.vocabularySize()];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = tokenizer.endIds().contains(id) ? -100 : (float) (3 * random.nextGaussian());
        }
        return logits;
    }

    /** Every way to write a text in tokens. */
    private static List<int[]> cuts(String text) {
        List<int[]> all = new ArrayList<>();
        cut(text, new ArrayList<>(), all);
        return all;
    }

    private static void cut(String rest, List<Integer> before, List<int[]> to) {
        if (rest.isEmpty()) {
            to.add(before.stream().mapToInt(Integer::intValue).toArray());
        }
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            String piece = PIECES.get(id);
            if (!piece.isEmpty() && rest.startsWith(piece)) {
                before.add(id);
                cut(rest.substring(piece.length()), before, to);
                before.removeLast();
            }
        }
    }
}
