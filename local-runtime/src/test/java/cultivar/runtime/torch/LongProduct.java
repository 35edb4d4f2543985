package cultivar.runtime.torch;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.Engine;

/** A program that is nearly always inside a native call, of a thousand products, and says when one is over. */
final class LongProduct {
    private LongProduct() {}

    public static void main(String[] arguments) {
        Torch torch = Engine.start().torch();
        Torch.prepareThread(false);
        String source = """
              def product(self: __torch__.K, x: Tensor, w: Tensor) -> Tensor:
                y = x
                for _0 in range(1000):
                  y = torch.to_dense(torch.mkldnn_linear(torch.to_mkldnn(y), w), None, masked_grad=None)
                return y
            """;
        try (TorchProgram program = TorchProgram.compile(torch, source);
                PtNDManager owner = torch.scope()) {
            var x = Torch.zeros(owner, 64, 512);
            var w = Torch.zeros(owner, 512, 512);
            while (true) {
                try (PtNDManager results = torch.scope()) {
                    program.call("product", results).tensor(x).tensor(w).run();
                }
                System.out.println("once");
            }
        }
    }
}
