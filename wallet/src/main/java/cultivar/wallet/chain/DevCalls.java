package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Block;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.TransactionProcessor;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Calls that are tried and undone: {@code eth_call} and {@code eth_estimateGas}. */
final class DevCalls {
    private final DevChain chain;

    DevCalls(DevChain chain) {
        this.chain = chain;
    }

    /** What a call returns. */
    byte[] call(JsonNode call, JsonNode stateOverrides, JsonNode blockOverrides) {
        ExecutionResult result = tried(call, gas(call), stateOverrides, blockOverrides);
        requireSuccess(result);
        return result.output();
    }

    /** The least gas limit with which the call succeeds, by bisection. */
    long estimate(JsonNode call, JsonNode stateOverrides) {
        BigInteger most = gas(call);
        ExecutionResult result = tried(call, most, stateOverrides, none());
        requireSuccess(result);
        long enough = most.longValueExact();
        long tooLittle = Math.max(result.gasUsed(), intrinsic(call)) - 1;
        while (enough - tooLittle > 1) {
            // The answer lies close above what was used, so the first guesses stay low.
            long middle = Math.min((tooLittle + enough) / 2, tooLittle + tooLittle / 32 + 64);
            if (tried(call, BigInteger.valueOf(middle), stateOverrides, none()).succeeded()) {
                enough = middle;
            } else {
                tooLittle = middle;
            }
        }
        return enough;
    }

    private static JsonNode none() {
        return MissingNode.getInstance();
    }

    private ExecutionResult tried(JsonNode call, BigInteger gas, JsonNode stateOverrides, JsonNode blockOverrides) {
        return chain.trying(() -> {
            DevOverrides.apply(stateOverrides, chain.state());
            Block block = DevOverrides.apply(blockOverrides, chain.present());
            return chain.run(transaction(call, chain.state().nonce(from(call)), gas), block, false);
        });
    }

    private static void requireSuccess(ExecutionResult result) {
        if (!result.succeeded()) {
            throw result.reverted()
                    ? new DevRpcError(DevRpcError.REVERTED, "execution reverted", Hex.encode(result.output()))
                    : new DevRpcError(DevRpcError.REFUSED, result.reason(), null);
        }
    }

    private static long intrinsic(JsonNode call) {
        return TransactionProcessor.intrinsicGas(transaction(call, 0, DevBlock.GAS_LIMIT));
    }

    /** The call as the machine runs it, without a signature and without a fee. */
    static Transaction transaction(JsonNode call, long nonce, BigInteger gas) {
        return new Transaction(
                2,
                null,
                from(call),
                nonce,
                BigInteger.ZERO,
                BigInteger.ZERO,
                gas.min(DevBlock.GAS_LIMIT),
                to(call),
                Hex.number(call.path("value").asString("0x0")),
                Hex.decode(call.path("input").asString(call.path("data").asString("0x"))),
                accessList(call.path("accessList")),
                List.of(),
                BigInteger.ZERO,
                new byte[32],
                new byte[0]);
    }

    private static List<Transaction.Access> accessList(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(entry -> new Transaction.Access(
                        Address.parse(entry.path("address").asString("")),
                        StreamSupport.stream(entry.path("storageKeys").spliterator(), false)
                                .map(key -> Hex.number(key.asString("")))
                                .toList()))
                .toList();
    }

    static Address from(JsonNode call) {
        return call.path("from").isString() ? Address.parse(call.path("from").asString()) : Address.ZERO;
    }

    private static @Nullable Address to(JsonNode call) {
        String to = call.path("to").asString("");
        return to.isEmpty() || to.equals("0x") ? null : Address.parse(to);
    }

    private static BigInteger gas(JsonNode call) {
        return call.path("gas").isString() ? Hex.number(call.path("gas").asString()) : DevBlock.GAS_LIMIT;
    }
}
