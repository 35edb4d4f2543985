package cultivar.runtime.seedling;

import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the checkpoint that ships with the studio: {@code MakeSeedling FOLDER STEPS [CACHE]}. */
public final class MakeSeedling {
    private MakeSeedling() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        Torch torch = Torch.start(Path.of(arguments[2]));
        new SeedlingTrainer(torch, folder, System.out::println).train(steps, 1);
    }
}
