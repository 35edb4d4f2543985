package cultivar.datanet.view;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Contribution;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Role;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import java.util.List;

/** Rows that tell their numbers. */
final class NumberedRows {
    private NumberedRows() {}

    static StoredRow row(long id) {
        Contribution contribution = new Contribution(
                List.of(new Message(Role.USER, "question " + id), new Message(Role.ASSISTANT, "answer " + id)),
                EvmAddress.NOBODY,
                "CC0-1.0",
                "",
                "",
                List.of());
        return new StoredRow(
                id, Split.TRAIN, contribution, Bytes32.of(new byte[32]), null, "", ReviewState.ACCEPTED, "");
    }
}
