package cultivar.datanet.suggest;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Rows of the datanet {@code orders} in tests. */
public final class OrderRows {
    private OrderRows() {}

    /** Puts training rows in, a line of JSON each. */
    public static void add(DatanetStore store, String lines, ReviewState state) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        var _ = store.importRows(
                "orders",
                "orders.jsonl",
                new ByteArrayInputStream(bytes),
                bytes.length,
                Split.TRAIN,
                state,
                new RowDefaults(EvmAddress.NOBODY, "CC0-1.0"),
                ImportListener.NONE);
    }
}
