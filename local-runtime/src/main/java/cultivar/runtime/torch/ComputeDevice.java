package cultivar.runtime.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cultivar.runtime.device.DevicePlan;

/**
 * The device that the engine computes on.
 *
 * @param gpu whether it is a card
 * @param name the card's name, or CPU
 * @param reason why it is that one, as the end of a sentence
 */
public record ComputeDevice(boolean gpu, String name, String reason) {
    /** Tries the card that a plan counts on; without it the processor computes, unless that would not do. */
    static ComputeDevice of(Engine engine, DevicePlan plan) {
        if (plan.libtorch() == null) {
            return new ComputeDevice(false, "CPU", plan.diagnosis().found());
        }
        String card = plan.diagnosis().card();
        try (NDManager manager = engine.newBaseManager(Device.gpu())) {
            NDArray two = manager.create(new float[] {1, 1, 1, 1}, new Shape(2, 2));
            if (two.matMul(two).sum().getFloat() == 8) {
                return new ComputeDevice(true, card, plan.diagnosis().found());
            }
            return without(plan, card + " computes wrongly");
        } catch (RuntimeException e) {
            String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return without(plan, "PyTorch cannot use " + card + " (" + line + ")");
        }
    }

    private static ComputeDevice without(DevicePlan plan, String why) {
        if (plan.must()) {
            throw DevicePlan.unusable(why, plan.diagnosis().advice());
        }
        return new ComputeDevice(false, "CPU", why);
    }
}
