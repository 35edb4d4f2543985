package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.Engine;
import org.junit.jupiter.api.Test;

class FullCardTest {
    private final Torch torch = Engine.start().torch();

    @Test
    void saysInOneLineThatTheCardIsFull() {
        // As PyTorch said it on a card that another program had filled, shortened.
        String message = """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript (most recent call last):
              File "code/__torch__.py", line 136, in layer0
            RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB.\
            """;
        assertThatThrownBy(() -> fail(message))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("The graphics card's memory does not suffice.")
                .hasMessageNotContaining("\n");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() {
        assertThatThrownBy(() -> fail("shapes differ"))
                .isInstanceOf(ai.djl.engine.EngineException.class)
                .hasMessage("shapes differ");
    }

    @Test
    void aProcessorHasNoCardToTellOf() {
        if (torch.onCpu()) {
            assertThat(torch.cardMemory()).isZero();
            assertThat(torch.cardMib()).isZero();
            torch.release();
        }
    }

    private void fail(String message) {
        torch.timed(() -> {
            throw new ai.djl.engine.EngineException(message);
        });
    }
}
