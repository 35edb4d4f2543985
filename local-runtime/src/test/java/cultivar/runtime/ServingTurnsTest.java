package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let into the batch when. */
@Timeout(120)
class ServingTurnsTest {
    @SuppressWarnings("NullAway.Init")
    private static TinyServing tiny;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        tiny = new TinyServing(folder, List.of("a", "b"));
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    private static CompletableFuture<ServeOutcome> send(Serving serving, String adapter, int tokens) {
        return Served.send(serving, Served.greedy(new int[] {5, 6, 7}, AdapterMix.of(adapter), tokens));
    }

    /** Asks again as soon as an answer has ended, until it is told to stop. */
    private static void goOn(Serving serving, int tokens, AtomicBoolean over, AtomicInteger answers) {
        var _ = send(serving, "a", tokens).thenRun(() -> {
            answers.incrementAndGet();
            if (!over.get()) {
                goOn(serving, tokens, over, answers);
            }
        });
    }

    @Test
    void whoComesLateHasNoClaimToWhatOthersHadBefore() {
        try (Serving serving = tiny.serve(ServeSettings.usual().withBatch(2))) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answers = new AtomicInteger();
            // One of two is always there, and nobody waits when the newcomer comes.
            goOn(serving, 20, over, answers);
            goOn(serving, 33, over, answers);
            while (answers.get() < 300) {
                Thread.onSpinWait();
            }
            List<CompletableFuture<ServeOutcome>> late =
                    IntStream.range(0, 40).mapToObj(_ -> send(serving, "b", 20)).toList();
            int before = answers.get();
            late.forEach(Served::ids);
            over.set(true);
            assertThat(answers.get() - before).isGreaterThan(20);
        }
    }

    @Test
    void shortAnswersOfOneAdapterFillTheBatch() {
        try (Serving serving = tiny.serve(ServeSettings.usual().withBatch(16))) {
            Served.ids(send(serving, "a", 2));
            long before = serving.status().steps();
            List<CompletableFuture<ServeOutcome>> answers = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                answers.add(send(serving, "a", 4));
            }
            answers.forEach(Served::ids);
            // The first token of each comes of its prompt, and three steps of sixteen rows make the others.
            assertThat(serving.status().steps() - before).isLessThan(80);
        }
    }

    @Test
    void whoNeedsTheRoomThatOthersHoldGetsItInTurn() {
        try (Serving open = tiny.serve(ServeSettings.usual())) {
            long one = open.shelf().entry("a").orElseThrow().bytes();
            try (Serving serving = tiny.serve(ServeSettings.usual().withBatch(4).withAdapters(one, 1 << 20))) {
                AtomicBoolean over = new AtomicBoolean();
                AtomicInteger answers = new AtomicInteger();
                goOn(serving, 20, over, answers);
                goOn(serving, 33, over, answers);
                while (answers.get() < 3) {
                    Thread.onSpinWait();
                }
                assertThat(Served.ids(send(serving, "b", 5))).hasSize(5);
                over.set(true);
            }
        }
    }

    @Test
    void anIdThatTheModelNeverHadIsRefusedAtOnce() {
        try (Serving serving = tiny.serve(ServeSettings.usual())) {
            for (int id : new int[] {-1, tiny.model().spec().vocabulary()}) {
                assertThatThrownBy(() ->
                                serving.submit(Served.greedy(new int[] {5, id}, AdapterMix.base(), 2), Served.silent()))
                        .hasMessageContaining("The token id " + id)
                        .isInstanceOfSatisfying(
                                ServeException.class,
                                e -> assertThat(e.kind()).isEqualTo(ServeException.Kind.BAD_PROMPT));
            }
            assertThat(Served.ids(send(serving, "a", 2))).hasSize(2);
            assertThat(serving.alive()).isTrue();
        }
    }

    @Test
    void severalAreTakenTogetherOrNoneOfThem() {
        ServeRequest request = Served.greedy(new int[] {5}, AdapterMix.of("a"), 200);
        List<ServeListener> silent = Collections.nCopies(4, Served.silent());
        try (Serving serving = tiny.serve(ServeSettings.usual().withBatch(1).withQueue(3))) {
            assertThatThrownBy(() -> serving.submit(Collections.nCopies(4, request), silent))
                    .hasMessage("4 answers at once are more than the 3 that may wait. Ask for fewer.")
                    .isInstanceOfSatisfying(
                            ServeException.class, e -> assertThat(e.kind()).isEqualTo(ServeException.Kind.TOO_MANY));
            CompletableFuture<ServeOutcome> going = Served.send(serving, request);
            Served.until(() -> serving.status().running() == 1);
            serving.submit(Collections.nCopies(2, request), silent.subList(0, 2));
            assertThatThrownBy(() -> serving.submit(Collections.nCopies(2, request), silent.subList(0, 2)))
                    .hasMessageContaining("2 of at most 3 requests are waiting already")
                    .isInstanceOfSatisfying(
                            ServeException.class, e -> assertThat(e.kind()).isEqualTo(ServeException.Kind.BUSY));
            assertThat(serving.status().coldHits()
                            + serving.status().warmHits()
                            + serving.status().readyHits())
                    .as("what is refused counts nowhere")
                    .isEqualTo(3);
            serving.submit(request, Served.silent());
            assertThat(Served.ids(going)).hasSize(200);
        }
    }
}
