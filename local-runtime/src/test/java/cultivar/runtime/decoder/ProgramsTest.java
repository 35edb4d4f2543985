package cultivar.runtime.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.SmallDecoder;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Only so many compiled programs are kept, and none goes that is in use. */
class ProgramsTest {
    private static final int MORE = Programs.MOST + 3;
    private static final int THREADS = 3;

    @Test
    void oneThatIsInUseStaysUntilThatIsOver() {
        AtomicInteger compiled = new AtomicInteger();
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                Programs<Integer> programs = new Programs<>(decoder.torch(), number -> {
                    compiled.incrementAndGet();
                    return """
                          def plus(self: __torch__.K, x: Tensor) -> Tensor:
                            return torch.add(x, %d)
                        """.formatted(number);
                })) {
            try (Programs<Integer>.Use first = programs.use(0)) {
                try (Programs<Integer>.Use again = programs.use(0)) {
                    assertThat(again.program()).isSameAs(first.program());
                    for (int number = 1; number < MORE; number++) {
                        assertThat(computed(decoder.torch(), programs, number)).isEqualTo(number);
                    }
                    assertThat(programs.size()).isEqualTo(Programs.MOST);
                }
                assertThat(computed(decoder.torch(), first)).isZero();
            }
            assertThat(compiled.get()).isEqualTo(MORE);
            assertThat(computed(decoder.torch(), programs, MORE - 1)).isEqualTo(MORE - 1);
            assertThat(compiled.get()).as("the last is there").isEqualTo(MORE);
            assertThat(computed(decoder.torch(), programs, 0)).isZero();
            assertThat(compiled.get()).as("the first is gone").isEqualTo(MORE + 1);
        }
    }

    private static float computed(Torch torch, Programs<Integer> programs, int number) {
        try (Programs<Integer>.Use use = programs.use(number)) {
            return computed(torch, use);
        }
    }

    private static float computed(Torch torch, Programs<Integer>.Use use) {
        try (PtNDManager scope = torch.scope()) {
            PtNDArray nought = Torch.floats(scope, new float[1]);
            return torch.read(use.program().infer("plus", scope).tensor(nought).run())[0];
        }
    }

    @Test
    void whatCannotBeCompiledIsNobodys() {
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                Programs<String> programs = new Programs<>(decoder.torch(), text -> text)) {
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> programs.use("  def wrong(")).isInstanceOf(EngineException.class);
            }
        }
    }

    @Test
    void adaptersOfManyLayoutsAnswerTheSameFromSeveralThreadsAtOnce() throws Exception {
        Random random = new Random(5);
        try (Decoder decoder = SmallDecoder.of("\"model_type\": \"llama\"");
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<LoraAdapter> adapters = new ArrayList<>();
            List<float[]> alone = new ArrayList<>();
            List<String> modules = decoder.spec().modules();
            for (int set = 1; set <= MORE; set++) {
                List<String> some = new ArrayList<>();
                for (int i = 0; i < modules.size(); i++) {
                    if ((set >> i & 1) == 1) {
                        some.add(modules.get(i));
                    }
                }
                adapters.add(RandomAdapter.of(decoder, new LoraConfig(2, 4, 0, some), random));
                alone.add(answer(decoder, adapters.getLast()));
            }
            assertThat(decoder.programs()).isEqualTo(Programs.MOST);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int from = 7 * thread;
                running.add(threads.submit(() -> {
                    Torch.prepareThread(false);
                    for (int i = 0; i < MORE; i++) {
                        int adapter = (from + i) % MORE;
                        assertThat(answer(decoder, adapters.get(adapter)))
                                .containsExactly(alone.get(adapter), within(1e-5f));
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(decoder.programs()).isEqualTo(Programs.MOST);
            adapters.forEach(LoraAdapter::close);
        }
    }

    private static float[] answer(Decoder decoder, LoraAdapter adapter) {
        try (PtNDManager scope = decoder.torch().scope();
                KeyValueCache cache = decoder.cache(3)) {
            return decoder.torch().read(decoder.next(new int[] {3, 1, 4}, cache, adapter.tensors(), scope));
        }
    }
}
