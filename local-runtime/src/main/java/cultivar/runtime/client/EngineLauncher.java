package cultivar.runtime.client;

import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.server.EngineMain;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts the engine of a home: the Java and the class path of this process, and what the engine says goes to {@code
 * logs/engine.log}. It outlives this process by a moment, or until its work is done if it is asked to.
 */
final class EngineLauncher {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 20;
    private static final long LARGEST_LOG = 1 << 20;

    private final JobHome home;

    EngineLauncher(JobHome home) {
        this.home = home;
    }

    /** The engine of the home that runs and speaks as we do, if there is one. */
    Optional<EngineFile> running() {
        return EngineFile.read(home)
                .filter(file -> file.protocol() == EngineFile.PROTOCOL)
                .filter(file -> new EngineClient(file).isUp());
    }

    /** The engine of the home, started if it does not run; takes a second then. */
    EngineFile start() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                Optional<EngineFile> running = running();
                if (running.isPresent()) {
                    return running.get();
                }
                endOther();
                Process process = launch();
                Optional<EngineFile> started = await(process, end);
                if (started.isPresent()) {
                    return started.get();
                }
                int code = process.exitValue();
                if ((code != EngineMain.OTHER_ENGINE && code != 0) || System.nanoTime() > end) {
                    throw failed("it ended with code " + code, null);
                }
                // Somebody else's engine is about to come up or to go; or ours waited for us in vain, and went.
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("nobody waited for it", e);
        }
    }

    /** An engine of another version saves what it does and goes; its queue is gone on with. */
    private void endOther() throws InterruptedException {
        Optional<EngineFile> other = EngineFile.read(home).filter(file -> file.protocol() != EngineFile.PROTOCOL);
        if (other.isPresent()) {
            other.get().process().alive().ifPresent(ProcessHandle::destroy);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Optional<EngineFile> await(Process process, long end) throws InterruptedException {
        while (process.isAlive()) {
            Optional<EngineFile> file =
                    EngineFile.read(home).filter(found -> found.process().pid() == process.pid());
            if (file.isPresent()) {
                return file;
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly().waitFor();
                throw failed("it did not come up in " + PATIENCE.toSeconds() + " seconds", null);
            }
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        return Optional.empty();
    }

    private JobException failed(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "The engine could not be started: " + why + ". See " + log() + ".";
        return cause == null
                ? new JobException(JobException.Kind.FAILED, message)
                : new JobException(JobException.Kind.FAILED, message, cause);
    }

    private Path log() {
        return home.logs().resolve("engine.log");
    }

    private Process launch() throws IOException {
        Files.createDirectories(home.logs());
        if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
            Files.move(log(), home.logs().resolve("engine.1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // A class path can be longer than a command line may be.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // Every further arena of the C library's allocator fills up with holes of its own.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> command() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java")
                .toString());
        command.add("-XX:MaxRAMPercentage=25");
        // Weights lie outside the heap; a small one that is claimed at once keeps the process's memory steady.
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xms112m", "-Xmn64m", "-XX:SurvivorRatio=4", "-XX:+AlwaysPreTouch"));
        command.add("-XX:MaxDirectMemorySize=" + memory());
        command.add("-XX:+UseCompactObjectHeaders");
        command.add("-XX:-UsePerfData");
        command.add("-XX:ErrorFile=" + home.logs().resolve("engine-crash-%p.log"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dlogback.configurationFile=cultivar/runtime/server/engine-logback.xml");
        String grace = System.getProperty("cultivar.engine.grace");
        if (grace != null) {
            command.add("-Dcultivar.engine.grace=" + grace);
        }
        command.add(EngineMain.class.getName());
        command.add(home.root().toAbsolutePath().toString());
        return command;
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
