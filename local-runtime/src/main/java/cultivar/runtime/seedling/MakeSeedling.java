package cultivar.runtime.seedling;

import cultivar.runtime.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the checkpoint that ships with the studio: {@code MakeSeedling FOLDER STEPS}. Leaves it in the folder with
 * {@code curve.csv}, its loss on held-out requests, and {@code exam.csv}, how many of them it answers exactly. Broken
 * off, it goes on where it was.
 */
public final class MakeSeedling {
    private static final Logger LOG = LoggerFactory.getLogger(MakeSeedling.class);
    private static final long SEED = 1;
    private static final long EXAM_SEED = 2;
    private static final int EXAM_REQUESTS = 1000;

    private MakeSeedling() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Engine engine = Engine.start();
        new SeedlingTrainer(engine.torch(), folder, LOG::info).train(Integer.parseInt(arguments[1]), SEED);
        String exam = SeedlingExam.run(engine, folder, EXAM_SEED, EXAM_REQUESTS);
        Files.writeString(folder.resolve("exam.csv"), exam);
    }
}
