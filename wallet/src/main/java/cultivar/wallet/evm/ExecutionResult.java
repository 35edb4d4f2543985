package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did.
 *
 * @param succeeded false if it reverted or failed; its fee is paid all the same
 * @param reverted true if it ended by REVERT, so that the output says why
 * @param gasUsed gas paid for, after refunds
 * @param gasPrice wei paid for each unit
 * @param logs in the order of writing; none if it did not succeed
 * @param output what the call returned or reverted with
 * @param created the new contract's address, if it made one
 * @param reason why it failed, in words; empty if it did not
 */
public record ExecutionResult(
        boolean succeeded,
        boolean reverted,
        long gasUsed,
        BigInteger gasPrice,
        List<Log> logs,
        byte[] output,
        @Nullable Address created,
        String reason) {}
