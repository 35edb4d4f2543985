package cultivar.wallet.view;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A registration that was sent from this studio.
 *
 * @param adapter the adapter's name
 * @param folder the adapter's folder
 * @param network short name of the network
 * @param transaction the transaction's hash
 * @param token the adapter's token, as a number
 * @param block the block that holds it
 * @param fee what it cost, in coin
 */
public record SentEntry(
        Instant when,
        String adapter,
        Path folder,
        String network,
        String transaction,
        String token,
        long block,
        String fee) {}
