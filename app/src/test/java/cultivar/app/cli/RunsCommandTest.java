package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.finetune.RunPhase;
import cultivar.finetune.RunStore;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.test.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs that are interrupted, resumed and steered from the command line, in real processes. */
@Timeout(600)
class RunsCommandTest {
    private static final int STEPS = 150;
    private static final int LONG = 200_000;

    @TempDir
    private Path folder;

    private Path home;
    private Path model;
    private Path rows;

    @BeforeEach
    void write() throws IOException {
        home = folder.resolve("home");
        model = TinyModel.write(folder.resolve("tiny"));
        rows = Files.writeString(
                folder.resolve("rows.jsonl"),
                String.join(
                        "\n",
                        IntStream.range(0, 12)
                                .mapToObj(i -> "{\"prompt\":\"number " + i + "\",\"completion\":\"" + 7 * i + "\"}")
                                .toList()));
    }

    @AfterEach
    void endTheEngine() {
        EngineFile.read(new JobHome(home))
                .flatMap(file -> file.process().alive())
                .ifPresent(engine -> {
                    engine.destroyForcibly();
                    engine.onExit().join();
                });
    }

    private String[] train(String out, int steps) {
        return new String[] {
            "train",
            "--base",
            model.toString(),
            "--data",
            rows.toString(),
            "--steps",
            Integer.toString(steps),
            "--batch",
            "4",
            "--dropout",
            "0.1",
            "--rank",
            "4",
            "--out",
            out,
            "--json"
        };
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(home.resolve("adapters").resolve(name).resolve("adapter_model.safetensors"));
    }

    private RunPhase phase(String name) {
        return new RunStore(home)
                .list().stream()
                        .filter(run -> run.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .phase();
    }

    /** Starts a training in another process and gives it back when it has made a step. */
    private Process begin(String... arguments) throws IOException {
        Process process = ChildStudio.start(folder.resolve("err.txt"), home, arguments);
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).startsWith("{\"step\":1,");
        // What follows has to go somewhere.
        Thread.ofVirtual().start(() -> drain(out));
        return process;
    }

    private static void drain(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The process was killed in the middle of a line.
            return;
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there as Ctrl-C does")
    void interruptedItSavesAndSaysHowToGoOn() throws Exception {
        Outcome.of(home, train("whole", STEPS)).worked();
        Process process = begin(train("broken", STEPS));
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve("err.txt"))
                .lines()
                .filter(line -> line.startsWith("cultivar: "))
                .reduce((first, second) -> {
                    throw new AssertionError("said twice: " + second);
                })
                .orElseThrow();
        assertThat(said).contains("The run broken is saved after step", "cultivar train --resume ");
        String id = said.replaceAll(".*--resume ([^`]+)`.*", "$1");

        List<JsonNode> objects =
                Outcome.of(home, "train", "--resume", id, "--json").worked().objects();
        assertThat(objects.getFirst().path("step").intValue()).isGreaterThan(1);
        assertThat(objects.getLast().path("adapter").stringValue()).endsWith("broken");
        assertThat(weights("broken")).isEqualTo(weights("whole"));
    }

    @Test
    void killedItIsResumedByItsName() throws Exception {
        Outcome.of(home, train("whole", STEPS)).worked();
        Process process = begin(train("killed", STEPS));
        process.destroyForcibly().waitFor();
        assertThat(phase("killed")).isEqualTo(RunPhase.INTERRUPTED);
        assertThat(Outcome.of(home, train("killed", STEPS))
                        .failedAsJson(1)
                        .path("hint")
                        .stringValue())
                .contains("resume it", "killed-2");
        Outcome.of(home, "train", "--resume", "killed").worked();
        assertThat(weights("killed")).isEqualTo(weights("whole"));
        assertThat(Outcome.of(home, "train", "--resume", "killed").failed(1)).contains("nothing to resume");
        assertThat(Outcome.of(home, "train", "--resume", "nosuch").failed(1))
                .contains("There is no run \"nosuch\". `cultivar runs` lists");
    }

    @Test
    void anotherProcessIsAskedToStop() throws Exception {
        Process process = begin(train("one", LONG));
        JsonNode listed =
                Outcome.of(home, "runs", "--json").worked().json().path("runs").get(0);
        assertThat(Outcome.fields(listed))
                .containsExactly(
                        "id",
                        "name",
                        "phase",
                        "queue_position",
                        "step",
                        "steps",
                        "loss",
                        "seconds",
                        "adapter",
                        "reason");
        assertThat(listed.path("phase").stringValue()).isEqualTo("running");
        assertThat(Outcome.of(home, "runs").worked().out())
                .startsWith("running")
                .contains("-one");

        Outcome.of(home, "runs", "stop", "one").worked();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(phase("one")).isEqualTo(RunPhase.FINISHED);
        assertThat(EngineFile.read(new JobHome(home)))
                .as("no engine was needed")
                .isEmpty();

        Process second = begin(train("two", LONG));
        Outcome.of(home, "runs", "discard", "two").worked();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Outcome.of(home, "runs", "pause", "two").failed(1))
                .contains("There is no run \"two\". `cultivar runs` lists");
        assertThat(new RunStore(home).list()).extracting(run -> run.name()).containsExactly("one");
    }

    @Test
    void theEngineGoesOnInTheBackground() throws Exception {
        Outcome.of(home, train("whole", STEPS)).worked();
        List<String> names = List.of("a", "b", "c");
        for (String name : names) {
            Process process = begin(train(name, name.equals("a") ? LONG : STEPS));
            process.destroyForcibly().waitFor();
        }
        for (String name : names) {
            assertThat(Outcome.of(home, "runs", "resume", name).worked().out()).contains("is queued");
        }
        Outcome.of(home, "runs", "move", "c", "1").worked();
        List<String> queue = new ArrayList<>();
        Outcome.of(home, "runs", "--json").worked().json().path("runs").forEach(run -> {
            if (!run.path("queue_position").isNull()) {
                queue.add(
                        run.path("queue_position").intValue() + run.path("name").stringValue());
            }
        });
        assertThat(queue).containsExactlyInAnyOrder("0a", "1c", "2b");
        Outcome.of(home, "runs", "pause", "a").worked();
        RunStore store = new RunStore(home);
        while (store.list().stream().anyMatch(run -> run.phase().isActive())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(phase("a")).isEqualTo(RunPhase.PAUSED);
        assertThat(weights("b")).isEqualTo(weights("whole"));
        assertThat(weights("c")).isEqualTo(weights("whole"));
        Optional<ProcessHandle> engine = EngineFile.read(new JobHome(home))
                .flatMap(file -> file.process().alive());
        assertThat(engine).as("it waits a moment before it ends").isPresent();
    }
}
