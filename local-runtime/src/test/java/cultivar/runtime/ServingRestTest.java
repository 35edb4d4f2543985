package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeRequest;
import cultivar.runtime.serve.ServeSettings;
import cultivar.runtime.serve.Serving;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has had nothing to do for a while. */
class ServingRestTest {
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    @BeforeAll
    static void open() throws IOException {
        model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("base")));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void answersAgainAfterItsThreadHasEndedAndClosesWithoutOne() throws InterruptedException {
        ServeRequest request = Served.greedy(new int[] {5, 6, 7}, AdapterMix.base(), 20);
        try (Serving serving = model.serve(ServeSettings.usual())) {
            int[] before = Served.ids(Served.send(serving, request));
            for (Thread computing : computing()) {
                assertThat(computing.join(LONGEST_REST)).isTrue();
            }

            assertThat(Served.ids(Served.send(serving, request))).containsExactly(before);
            assertThat(computing()).hasSize(1);

            for (Thread computing : computing()) {
                assertThat(computing.join(LONGEST_REST)).isTrue();
            }
        }
        assertThat(computing()).isEmpty();
    }

    private static List<Thread> computing() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cultivar-serving"))
                .toList();
    }
}
