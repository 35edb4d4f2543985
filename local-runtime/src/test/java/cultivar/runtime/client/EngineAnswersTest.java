package cultivar.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.EngineUnderTest;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobStatus;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.test.TinyJob;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers of an engine in a process of its own, on the model that it trains on at the same time. */
@Timeout(180)
class EngineAnswersTest {
    private static final List<ChatMessage> CHAT = List.of(ChatMessage.user("Say the number 3."));
    private static final int STEPS = 20;
    private static final int LONG = 200;

    @TempDir
    Path folder;

    private JobHome home;
    private EngineLink link;
    private EngineJobs jobs;
    private EngineAnswers answers;

    @SuppressWarnings("NullAway.Init")
    EngineAnswersTest() {}

    @BeforeEach
    void start() {
        home = new JobHome(folder.resolve("home"));
        link = new EngineLink(home);
        jobs = new EngineJobs(link);
        answers = new EngineAnswers(link);
    }

    @AfterEach
    void stop() {
        jobs.close(Jobs.OnClose.PAUSE);
    }

    private static final class Heard implements EngineAnswer.Listener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void onText(String more) {
            all.add(more);
        }

        @Override
        public void onMix(AdapterMix mix) {
            all.add("<" + mix.parts().getFirst().strength() + ">");
        }

        String text() {
            return String.join("", all);
        }
    }

    private Generation ask(
            ServedBase base, AdapterMix mix, Sampling sampling, int tokens, EngineAnswer.Listener heard) {
        EngineQuestion question = new EngineQuestion(CHAT, mix, sampling, tokens);
        return answers.ask(base, question).await(answers.tokens(CHAT), heard);
    }

    private static Generation alone(LanguageModel model, Path adapter, Sampling sampling, int tokens) {
        try (LoraAdapter loaded = model.loadAdapter(adapter)) {
            return model.generate(
                    new GenerationRequest(model.chatPrompt(CHAT), loaded, sampling, tokens, false), (id, text) -> true);
        }
    }

    private ServedBase serve(Path base) {
        return answers.serve(base, "tiny", AdapterBudget.usual());
    }

    private Path trained(int steps) throws InterruptedException {
        jobs.submit("numbers", TinyJob.in(home, "numbers", steps));
        ends("numbers");
        return home.adapters().resolve("numbers");
    }

    private void ends(String id) throws InterruptedException {
        while (home.get(id).state().status().isActive()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(home.get(id).state().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void itAnswersAsOneModelInThisProcessWouldAlsoWhileItTrains() throws Exception {
        Path adapter = trained(STEPS);
        ServedBase base = serve(home.root().resolve("models/tiny"));
        assertThat(base.name()).isEqualTo("tiny");
        String name = answers.adapter(base, adapter);
        assertThat(name).isEqualTo("numbers");
        jobs.submit("beside", TinyJob.in(home, "beside", 300));
        assertThat(new EngineClient(EngineFile.read(home).orElseThrow()).models())
                .as("one base for both")
                .containsExactly(base.folder().toString());
        Sampling drawn = new Sampling(0.9, 40, 0.95, 7).withMinP(0.02);
        try (LanguageModel model = EngineUnderTest.engine().open(base.folder())) {
            assertThat(answers.tokens(CHAT)).isEqualTo(model.chatPrompt(CHAT).length);
            for (Sampling sampling : List.of(Sampling.greedy(), drawn)) {
                Heard heard = new Heard();
                Generation expected = alone(model, adapter, sampling, 30);
                Generation answer = ask(base, AdapterMix.of(name), sampling, 30, heard);
                assertThat(answer.ids()).containsExactly(expected.ids());
                assertThat(answer.text()).isEqualTo(expected.text()).isEqualTo(heard.text());
                assertThat(answer.stopReason()).isEqualTo(expected.stopReason());
                assertThat(answer.firstTokenSeconds()).isPositive();
            }
        }
        String before = answers.hash(name);
        assertThat(HexFormat.of().parseHex(before)).hasSize(32);
        ends("beside");
        Files.move(
                home.adapters().resolve("beside/adapter_model.safetensors"),
                adapter.resolve("adapter_model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        ask(base, AdapterMix.of(name), Sampling.greedy(), 1, new Heard());
        assertThat(answers.hash(name)).as("it was trained anew").isNotEqualTo(before);
    }

    @Test
    void strengthsChangeWhileItAnswersAndWhoeverStopsItIsRidOfIt() throws Exception {
        Path adapter = trained(3);
        ServedBase base = serve(home.root().resolve("models/tiny"));
        Path elsewhere = Files.createDirectories(folder.resolve("seedling"));
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(adapter.resolve(file), elsewhere.resolve(file));
        }
        String name = answers.adapter(base, elsewhere);
        assertThat(name).startsWith("seedling@").isEqualTo(answers.adapter(base, elsewhere));
        // Hot enough that it goes on and on.
        Sampling hot = new Sampling(2, 0, 1, 11);
        Heard whole = new Heard();
        Generation all = ask(base, AdapterMix.of(name), hot, LONG, whole);
        assertThat(all.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(all.ids()).hasSize(LONG);

        Heard weakened = new Heard();
        Generation mixed = at(
                base,
                name,
                hot,
                weakened,
                1,
                answer -> answer.mix(new AdapterMix(List.of(new AdapterMix.Part(name, 0)))));
        assertThat(weakened.all).as("told once, among the texts").containsOnlyOnce("<0.0>");
        assertThat(weakened.all.getFirst()).isEqualTo(whole.all.getFirst());
        assertThat(mixed.text()).isEqualTo(weakened.text().replace("<0.0>", "")).isNotEqualTo(all.text());

        Heard stopped = new Heard();
        Generation part = at(base, name, hot, stopped, 2, EngineAnswer::stop);
        assertThat(part.stopReason()).isEqualTo(StopReason.CANCELLED);
        assertThat(part.ids().length).isBetween(2, LONG - 1);
        assertThat(all.text()).startsWith(part.text());
        assertThat(part.text()).isEqualTo(stopped.text());
    }

    @Test
    void itGoesDownWithItsProcessAloneAndComesBack() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        Runnable stopWatching = link.onEnd(ends::incrementAndGet);
        ServedBase base = serve(TinyModel.write(folder.resolve("tiny")));
        ProcessHandle process = process();
        assertThatThrownBy(() -> at(base, "", new Sampling(2, 0, 1, 11), new Heard(), 1, answer -> kill(process)))
                .isInstanceOf(JobException.class)
                .hasMessage("The engine went down while it answered. Ask again to start it anew.");
        assertThat(serve(base.folder())).isEqualTo(base);
        assertThat(process().pid()).isNotEqualTo(process.pid());
        assertThat(ends).hasValue(1);
        stopWatching.run();
        assertThat(ask(base, AdapterMix.base(), Sampling.greedy(), 2, new Heard())
                        .ids())
                .isNotEmpty();
    }

    @Test
    void adaptersLieWhereTheirBudgetLetsThem() throws Exception {
        assertThat(answers.tiers()).as("nothing is started for that").isEmpty();
        Path adapter = trained(3);
        Path model = home.root().resolve("models/tiny");
        ServedBase base = serve(model);
        String name = answers.adapter(base, adapter);
        ask(base, AdapterMix.of(name), Sampling.greedy(), 2, new Heard());
        ask(base, AdapterMix.of(name), Sampling.greedy(), 2, new Heard());
        AdapterTiers tiers = answers.tiers().orElseThrow();
        assertThat(tiers.ready().adapters()).isEqualTo(1);
        assertThat(tiers.ready().bytes()).isPositive();
        assertThat(tiers.ready().hits()).isEqualTo(1);
        assertThat(tiers.cold().hits()).isEqualTo(1);
        assertThat(tiers.asked()).isEqualTo(2);

        assertThat(answers.serve(model, "tiny", new AdapterBudget(tiers.ready().bytes() / 2, 0)))
                .isEqualTo(base);
        assertThatThrownBy(() -> ask(base, AdapterMix.of(name), Sampling.greedy(), 2, new Heard()))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("budget for adapters");
        assertThat(answers.tiers().orElseThrow().ready().bytes()).isZero();
    }

    @Test
    void whatItRefusesIsOneLine() throws IOException {
        assertThatThrownBy(() -> serve(folder.resolve("nothing")))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("There is no folder " + folder.resolve("nothing") + " with a model");
        Path damaged = TinyModel.write(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("config.json"), "{");
        assertThatThrownBy(() -> serve(damaged))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("config.json")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> answers.tokens(CHAT)).hasMessageContaining("no model open yet");
        ServedBase base = serve(TinyModel.write(folder.resolve("tiny")));
        assertThatThrownBy(() -> answers.adapter(base, folder.resolve("nobody")))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> ask(base, AdapterMix.of("nobody"), Sampling.greedy(), 2, new Heard()))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("no model or adapter \"nobody\"");
    }

    private ProcessHandle process() {
        return EngineFile.read(home).orElseThrow().process().alive().orElseThrow();
    }

    private static void kill(ProcessHandle process) {
        CompletableFuture<ProcessHandle> gone = process.onExit();
        process.destroyForcibly();
        gone.join();
    }

    /** Asks, and does something to the answer at one of its texts, from 1. */
    private Generation at(
            ServedBase base, String name, Sampling sampling, Heard heard, int text, Consumer<EngineAnswer> what) {
        AdapterMix mix = name.isEmpty() ? AdapterMix.base() : AdapterMix.of(name);
        EngineAnswer answer = answers.ask(base, new EngineQuestion(CHAT, mix, sampling, LONG));
        return answer.await(answers.tokens(CHAT), new EngineAnswer.Listener() {
            @Override
            public void onText(String more) {
                heard.onText(more);
                if (heard.all.size() == text) {
                    what.accept(answer);
                }
            }

            @Override
            public void onMix(AdapterMix changed) {
                heard.onMix(changed);
            }
        });
    }
}
