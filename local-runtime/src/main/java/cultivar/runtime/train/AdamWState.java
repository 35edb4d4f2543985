package cultivar.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;

/** AdamW's running means of gradients and of their squares, and the count of steps, for each trained tensor. */
record AdamWState(List<PtNDArray> means, List<PtNDArray> squares, List<PtNDArray> steps) {

    static AdamWState zero(PtNDManager owner, List<PtNDArray> parameters) {
        return new AdamWState(
                TorchProgram.listed("M", zeros(owner, parameters)),
                TorchProgram.listed("V", zeros(owner, parameters)),
                counts(owner, parameters.size(), 0));
    }

    static AdamWState of(PtNDManager owner, List<PtNDArray> means, List<PtNDArray> squares, int step) {
        return new AdamWState(
                TorchProgram.listed("M", means), TorchProgram.listed("V", squares), counts(owner, means.size(), step));
    }

    private static List<PtNDArray> zeros(PtNDManager owner, List<PtNDArray> like) {
        List<PtNDArray> zeros = new ArrayList<>();
        for (PtNDArray parameter : like) {
            zeros.add(Torch.zeros(owner, parameter.getShape().getShape()));
        }
        return zeros;
    }

    private static List<PtNDArray> counts(PtNDManager owner, int size, int step) {
        List<PtNDArray> counts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            counts.add(Torch.floats(owner, new float[] {step}));
        }
        return TorchProgram.listed("S", counts);
    }
}
