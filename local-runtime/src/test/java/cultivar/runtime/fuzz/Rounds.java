package cultivar.runtime.fuzz;

import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.text.ChatTemplateException;
import cultivar.runtime.text.TokenizerException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The program that is put at risk: {@code TARGET FIRST_SEED ROUNDS FOLDER}. Each round has a seed of its own. It notes the
 * round in {@code FOLDER/round} before it begins, so that one that ends the whole program can be found, and each fault in
 * {@code FOLDER/faults}.
 */
public final class Rounds {
    /** By the thread's own clock, so that a busy machine is no fault. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Nothing so small may take longer. */
    private static final double MOST_SECONDS = 30;

    private static final int MOST_FAULTS = 20;

    private Rounds() {}

    public static void main(String[] arguments) throws IOException {
        Target target = Target.valueOf(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        int used = 0;
        int refused = 0;
        int faults = 0;
        for (long seed = first; seed < first + rounds && faults < MOST_FAULTS; seed++) {
            Random random = new Random(seed);
            Path files = Files.createDirectories(folder.resolve("files"));
            empty(files);
            target.write(files, random);
            String damaged = target.damage(files, random);
            String round = target + " seed " + seed + " (" + damaged + " damaged)";
            Files.writeString(folder.resolve("round"), round);
            long started = THREADS.getCurrentThreadCpuTime();
            String fault = "";
            try {
                target.use(files);
                used++;
            } catch (SafetensorsException
                    | CheckpointException
                    | AdapterException
                    | TokenizerException
                    | ChatTemplateException e) {
                refused++;
                fault = String.valueOf(e.getMessage()).isBlank()
                                || String.valueOf(e.getMessage()).contains("\n")
                        ? "message of " + String.valueOf(e.getMessage()).lines().count() + " lines: " + e
                        : "";
            } catch (Throwable e) {
                fault = trace(e);
            }
            double seconds = (THREADS.getCurrentThreadCpuTime() - started) / 1e9;
            if (seconds > MOST_SECONDS) {
                fault += " took " + seconds + " s";
            }
            if (!fault.isEmpty()) {
                faults++;
                // Not writeString, which refuses the half characters that damaged names are made of.
                Files.write(
                        folder.resolve("faults"),
                        (round + ": " + fault + "\n").getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
        Files.writeString(
                folder.resolve("done"), used + " usable, " + refused + " refused, " + faults + " faults of " + rounds);
    }

    private static String trace(Throwable e) {
        List<String> frames = Stream.of(e.getStackTrace())
                .map(StackTraceElement::toString)
                .filter(frame -> frame.contains("cultivar"))
                .limit(5)
                .toList();
        return e.getClass().getName() + ": " + e.getMessage() + " at " + String.join(" < ", frames);
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
