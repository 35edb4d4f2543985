package cultivar.datanet.quality;

import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.util.List;

/** Rows with a system turn. */
final class Asked {
    private Asked() {}

    static Contribution with(String system, String question, String answer) {
        return new Contribution(
                List.of(
                        new Message(Role.SYSTEM, system),
                        new Message(Role.USER, question),
                        new Message(Role.ASSISTANT, answer)),
                EvmAddress.NOBODY,
                "CC0-1.0",
                "",
                "",
                List.of());
    }
}
