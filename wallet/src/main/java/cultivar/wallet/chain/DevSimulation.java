package cultivar.wallet.chain;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Block;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.Log;
import cultivar.wallet.evm.Transaction;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code eth_simulateV1}: blocks of calls that build on each other and on the present state, and are undone. With {@code
 * traceTransfers} each movement of coin is a log of the address 0xeeee...eeee, as if coin were a token. Fees are not
 * taken; {@code validation} is not offered.
 */
final class DevSimulation {
    private static final int MOST_BLOCKS = 256;
    private static final int FAILED = -32_015;

    private final DevChain chain;
    private final JsonMapper json;

    DevSimulation(DevChain chain, JsonMapper json) {
        this.chain = chain;
        this.json = json;
    }

    ArrayNode run(JsonNode request) {
        JsonNode blocks = request.path("blockStateCalls");
        if (blocks.size() > MOST_BLOCKS) {
            throw new DevRpcError(DevRpcError.BAD_PARAMETERS, "at most " + MOST_BLOCKS + " blocks", null);
        }
        if (request.path("validation").asBoolean(false)) {
            throw new DevRpcError(DevRpcError.BAD_PARAMETERS, "the demo chain simulates without validation only", null);
        }
        boolean trace = request.path("traceTransfers").asBoolean(false);
        return chain.trying(() -> {
            ArrayNode out = json.createArrayNode();
            Block block = chain.present();
            for (JsonNode wanted : blocks) {
                block = DevOverrides.apply(wanted.path("blockOverrides"), after(block));
                DevOverrides.apply(wanted.path("stateOverrides"), chain.state());
                out.add(run(wanted.path("calls"), block, trace));
            }
            return out;
        });
    }

    private static Block after(Block block) {
        return new Block(
                block.chainId(),
                block.number() + 1,
                block.timestamp() + 1,
                block.coinbase(),
                block.gasLimit(),
                block.baseFee(),
                block.random(),
                block.blobBaseFee(),
                block.hashes());
    }

    private ObjectNode run(JsonNode calls, Block block, boolean trace) {
        ObjectNode out = json.createObjectNode()
                .put("number", Hex.quantity(block.number()))
                .put("timestamp", Hex.quantity(block.timestamp()))
                .put("gasLimit", Hex.quantity(block.gasLimit()))
                .put("miner", block.coinbase().hex())
                .put("baseFeePerGas", Hex.quantity(block.baseFee()))
                .put("mixHash", "0x%064x".formatted(block.random()));
        ArrayNode results = out.putArray("calls");
        long used = 0;
        int logs = 0;
        for (JsonNode call : calls) {
            BigInteger left = block.gasLimit().subtract(BigInteger.valueOf(used));
            BigInteger gas =
                    call.path("gas").isString() ? Hex.number(call.path("gas").asString()) : left;
            if (gas.compareTo(left) > 0) {
                throw new DevRpcError(DevRpcError.REFUSED, "the calls need more gas than the block has", null);
            }
            long nonce = chain.state().nonce(DevCalls.from(call));
            Transaction transaction = DevCalls.transaction(call, nonce, gas);
            ExecutionResult result = chain.run(transaction, block, trace);
            results.add(result(result, block, logs));
            used += result.gasUsed();
            logs += result.logs().size();
        }
        return out.put("gasUsed", Hex.quantity(used));
    }

    private ObjectNode result(ExecutionResult result, Block block, int firstLog) {
        ObjectNode out = json.createObjectNode()
                .put("status", result.succeeded() ? "0x1" : "0x0")
                .put("gasUsed", Hex.quantity(result.gasUsed()))
                .put("returnData", Hex.encode(result.output()));
        ArrayNode logs = out.putArray("logs");
        List<Log> written = result.logs();
        for (int i = 0; i < written.size(); i++) {
            Log log = written.get(i);
            ArrayNode topics = logs.addObject()
                    .put("address", log.address().hex())
                    .put("data", Hex.encode(log.data()))
                    .put("blockNumber", Hex.quantity(block.number()))
                    .put("logIndex", Hex.quantity(firstLog + i))
                    .put("removed", false)
                    .putArray("topics");
            log.topics().forEach(topic -> topics.add("0x%064x".formatted(topic)));
        }
        if (!result.succeeded()) {
            ObjectNode error = out.putObject("error")
                    .put("code", result.reverted() ? DevRpcError.REVERTED : FAILED)
                    .put("message", result.reverted() ? "execution reverted" : result.reason());
            if (result.reverted()) {
                error.put("data", Hex.encode(result.output()));
            }
        }
        return out;
    }
}
