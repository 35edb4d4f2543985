package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.Log;
import cultivar.wallet.evm.Transaction;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blocks, transactions, receipts and logs as JSON-RPC shows them. */
final class DevChainJson {
    private final JsonMapper json;

    DevChainJson(JsonMapper json) {
        this.json = json;
    }

    ObjectNode block(DevBlock block, boolean full) {
        DevBlock.Header header = block.header();
        ObjectNode out = json.createObjectNode()
                .put("number", Hex.quantity(header.number()))
                .put("hash", block.hashText())
                .put("parentHash", Hex.encode(header.parent()))
                .put("nonce", "0x0000000000000000")
                .put("sha3Uncles", "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
                .put("logsBloom", Hex.encode(header.bloom()))
                .put("transactionsRoot", Hex.encode(header.transactionsRoot()))
                .put("stateRoot", Hex.encode(header.stateRoot()))
                .put("receiptsRoot", Hex.encode(header.receiptsRoot()))
                .put("withdrawalsRoot", Hex.encode(header.withdrawalsRoot()))
                .put("miner", DevBlock.COINBASE.hex())
                .put("difficulty", "0x0")
                .put("totalDifficulty", "0x0")
                .put("extraData", "0x")
                .put("size", "0x0")
                .put("gasLimit", Hex.quantity(DevBlock.GAS_LIMIT))
                .put("gasUsed", Hex.quantity(header.gasUsed()))
                .put("timestamp", Hex.quantity(header.timestamp()))
                .put("baseFeePerGas", Hex.quantity(DevBlock.BASE_FEE))
                .put("mixHash", word(header.random()));
        out.putArray("uncles");
        ArrayNode transactions = out.putArray("transactions");
        Transaction transaction = block.transaction();
        if (transaction != null) {
            if (full) {
                transactions.add(transaction(block));
            } else {
                transactions.add(Hex.encode(transaction.hash()));
            }
        }
        return out;
    }

    ObjectNode transaction(DevBlock block) {
        ExecutionResult result = Objects.requireNonNull(block.result());
        return transaction(Objects.requireNonNull(block.transaction()))
                .put("blockHash", block.hashText())
                .put("blockNumber", Hex.quantity(block.number()))
                .put("transactionIndex", "0x0")
                .put("gasPrice", Hex.quantity(result.gasPrice()));
    }

    /** A transaction that is in no block yet. */
    ObjectNode pending(Transaction tx) {
        return transaction(tx)
                .putNull("blockHash")
                .putNull("blockNumber")
                .putNull("transactionIndex")
                .put("gasPrice", Hex.quantity(tx.maxFee()));
    }

    private ObjectNode transaction(Transaction tx) {
        ObjectNode out = json.createObjectNode()
                .put("hash", Hex.encode(tx.hash()))
                .put("type", Hex.quantity(tx.type()))
                .put("nonce", Hex.quantity(tx.nonce()))
                .put("from", tx.sender().hex())
                .put("to", hex(tx.to()))
                .put("value", Hex.quantity(tx.value()))
                .put("gas", Hex.quantity(tx.gasLimit()))
                .put("input", Hex.encode(tx.data()));
        if (tx.chainId() != null) {
            out.put("chainId", Hex.quantity(tx.chainId()));
        }
        if (tx.type() >= 2) {
            out.put("maxFeePerGas", Hex.quantity(tx.maxFee()))
                    .put("maxPriorityFeePerGas", Hex.quantity(tx.maxPriorityFee()));
        }
        return out;
    }

    ObjectNode receipt(DevBlock block) {
        Transaction tx = Objects.requireNonNull(block.transaction());
        ExecutionResult result = Objects.requireNonNull(block.result());
        ObjectNode out = json.createObjectNode()
                .put("transactionHash", Hex.encode(tx.hash()))
                .put("transactionIndex", "0x0")
                .put("blockHash", block.hashText())
                .put("blockNumber", Hex.quantity(block.number()))
                .put("from", tx.sender().hex())
                .put("to", hex(tx.to()))
                .put("contractAddress", hex(result.created()))
                .put("cumulativeGasUsed", Hex.quantity(result.gasUsed()))
                .put("gasUsed", Hex.quantity(result.gasUsed()))
                .put("effectiveGasPrice", Hex.quantity(result.gasPrice()))
                .put("logsBloom", Hex.encode(block.header().bloom()))
                .put("type", Hex.quantity(tx.type()))
                .put("status", result.succeeded() ? "0x1" : "0x0");
        ArrayNode logs = out.putArray("logs");
        logs(block, json.createObjectNode(), false, logs);
        return out;
    }

    /** Adds the block's logs that a filter lets through; {@code removed} if the block is no longer part of the chain. */
    void logs(DevBlock block, JsonNode filter, boolean removed, ArrayNode out) {
        Transaction tx = block.transaction();
        ExecutionResult result = block.result();
        if (tx == null || result == null) {
            return;
        }
        List<Log> logs = result.logs();
        for (int i = 0; i < logs.size(); i++) {
            Log log = logs.get(i);
            if (matches(log, filter)) {
                ObjectNode node = out.addObject()
                        .put("address", log.address().hex())
                        .put("data", Hex.encode(log.data()))
                        .put("blockNumber", Hex.quantity(block.number()))
                        .put("blockHash", block.hashText())
                        .put("transactionHash", Hex.encode(tx.hash()))
                        .put("transactionIndex", "0x0")
                        .put("logIndex", Hex.quantity(i))
                        .put("removed", removed);
                ArrayNode topics = node.putArray("topics");
                log.topics().forEach(topic -> topics.add(word(topic)));
            }
        }
    }

    /** An address or a list of them; for each topic nothing, one value, or a list of values. */
    private static boolean matches(Log log, JsonNode filter) {
        if (!oneOf(filter.path("address"), log.address().hex())) {
            return false;
        }
        JsonNode topics = filter.path("topics");
        for (int i = 0; i < topics.size(); i++) {
            JsonNode wanted = topics.get(i);
            boolean open = wanted.isNull() || (wanted.isArray() && wanted.isEmpty());
            if (!open
                    && (i >= log.topics().size()
                            || !oneOf(wanted, word(log.topics().get(i))))) {
                return false;
            }
        }
        return true;
    }

    private static boolean oneOf(JsonNode wanted, String value) {
        if (wanted.isString()) {
            return wanted.asString().toLowerCase(Locale.ROOT).equals(value);
        }
        if (!wanted.isArray() || wanted.isEmpty()) {
            return true;
        }
        for (JsonNode one : wanted) {
            if (one.isNull() || one.asString().toLowerCase(Locale.ROOT).equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static String word(BigInteger value) {
        return "0x%064x".formatted(value);
    }

    private static @Nullable String hex(@Nullable Address address) {
        return address == null ? null : address.hex();
    }
}
