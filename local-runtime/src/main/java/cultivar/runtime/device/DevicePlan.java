package cultivar.runtime.device;

import cultivar.runtime.device.DeviceChoice.Wish;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to start the engine with.
 *
 * @param libtorch PyTorch's libraries with CUDA; null for those in the box, which compute on the processor
 * @param must whether the start fails if the card cannot be used
 * @param diagnosis what the plan follows from
 */
public record DevicePlan(@Nullable Libtorch libtorch, boolean must, Diagnosis diagnosis) {

    /**
     * Plans the start.
     *
     * @param cache the folder that natives are kept in
     * @throws DeviceException if what the user asks for cannot be had
     */
    public static DevicePlan of(Machine machine, DeviceChoice choice, Path cache) {
        Diagnosis diagnosis = Diagnosis.of(machine, choice, cache);
        boolean cpu = choice.wish() == Wish.CPU;
        // Also looked at where there is no card: a folder that is wrong is wrong.
        Libtorch libtorch = cpu ? null : Diagnosis.libtorch(machine, choice, cache);
        boolean ready = diagnosis.kind() == Diagnosis.Kind.READY;
        boolean must = choice.wish() == Wish.CUDA;
        if (must && !ready) {
            throw unusable(diagnosis.found(), diagnosis.advice());
        }
        return new DevicePlan(ready ? libtorch : null, must, diagnosis);
    }

    /** For a card that was asked for and does not compute. */
    public static DeviceException unusable(String why, String advice) {
        return new DeviceException(
                "A graphics card was asked for (" + DeviceChoice.DEVICE + "=cuda) and cannot be used: " + why + "."
                        + (advice.isEmpty() ? "" : " " + advice) + " Or ask for "
                        + DeviceChoice.DEVICE + "=auto.");
    }
}
