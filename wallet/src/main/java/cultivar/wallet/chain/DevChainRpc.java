package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.ExecutionResult;
import cultivar.wallet.evm.InvalidTransactionException;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.TransactionProcessor;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ethereum's JSON-RPC over the development chain, as far as wallets and contract wrappers use it. */
final class DevChainRpc {
    private static final BigInteger TIP = BigInteger.valueOf(100_000_000);
    private static final int REVERTED = 3;
    private static final int REFUSED = -32_000;
    private static final int BAD_REQUEST = -32_600;
    private static final int BAD_METHOD = -32_601;
    private static final int BAD_PARAMETERS = -32_602;

    private final DevChain chain;
    private final JsonMapper json = new JsonMapper();
    private final DevChainJson write = new DevChainJson(json);

    DevChainRpc(DevChain chain) {
        this.chain = chain;
    }

    /** An error that the caller gets as JSON. */
    private static final class RpcError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int code;
        private final @Nullable String data;

        RpcError(int code, String message, @Nullable String data) {
            super(message);
            this.code = code;
            this.data = data;
        }
    }

    /** Answers one request or a list of them. */
    String answer(String payload) {
        try {
            JsonNode request = json.readTree(payload);
            if (request.isArray()) {
                ArrayNode answers = json.createArrayNode();
                request.forEach(one -> answers.add(answer(one)));
                return json.writeValueAsString(answers);
            }
            return json.writeValueAsString(answer(request));
        } catch (JacksonException e) {
            ObjectNode answer = json.createObjectNode().put("jsonrpc", "2.0");
            answer.putNull("id");
            answer.putObject("error").put("code", BAD_REQUEST).put("message", "not JSON");
            return json.writeValueAsString(answer);
        }
    }

    private ObjectNode answer(JsonNode request) {
        ObjectNode answer = json.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        try {
            chain.refresh();
            answer.set("result", result(request.path("method").asString(""), request.path("params")));
        } catch (RpcError e) {
            ObjectNode error = answer.putObject("error").put("code", e.code).put("message", e.getMessage());
            if (e.data != null) {
                error.put("data", e.data);
            }
        } catch (InvalidTransactionException | ChainException | UnsupportedOperationException e) {
            answer.putObject("error").put("code", REFUSED).put("message", e.getMessage());
        } catch (IllegalArgumentException | JacksonException e) {
            answer.putObject("error").put("code", BAD_PARAMETERS).put("message", e.getMessage());
        }
        return answer;
    }

    private JsonNode result(String method, JsonNode params) {
        return switch (method) {
            case "web3_clientVersion" -> text("Cultivar demo chain");
            case "net_version" -> text(Long.toString(chain.chainId()));
            case "eth_chainId" -> text(Hex.quantity(chain.chainId()));
            case "eth_syncing" -> json.getNodeFactory().booleanNode(false);
            case "eth_blockNumber" -> text(Hex.quantity(chain.latest().number()));
            case "eth_gasPrice" -> text(Hex.quantity(DevBlock.BASE_FEE.add(TIP)));
            case "eth_maxPriorityFeePerGas" -> text(Hex.quantity(TIP));
            case "eth_feeHistory" -> feeHistory(params);
            case "eth_accounts" -> json.createArrayNode();
            case "eth_sendRawTransaction" ->
                text(Hex.encode(chain.send(Hex.decode(params.path(0).asString("")))));
            case "eth_call" -> text(Hex.encode(call(params).output()));
            case "eth_estimateGas" -> text(Hex.quantity(estimate(params)));
            default -> lookUp(method, params);
        };
    }

    private JsonNode lookUp(String method, JsonNode params) {
        String first = params.path(0).asString("");
        return switch (method) {
            case "eth_getBalance" -> {
                requireLatest(params.path(1));
                yield text(Hex.quantity(chain.state().balance(Address.parse(first))));
            }
            case "eth_getTransactionCount" -> {
                requireLatest(params.path(1));
                yield text(Hex.quantity(chain.state().nonce(Address.parse(first))));
            }
            case "eth_getCode" -> {
                requireLatest(params.path(1));
                yield text(Hex.encode(chain.state().code(Address.parse(first))));
            }
            case "eth_getStorageAt" -> {
                requireLatest(params.path(2));
                BigInteger word = chain.state()
                        .storage(Address.parse(first), Hex.number(params.path(1).asString("")));
                yield text("0x%064x".formatted(word));
            }
            case "eth_getBlockByNumber" ->
                optional(blockAt(params.path(0))
                        .map(b -> write.block(b, params.path(1).asBoolean(false))));
            case "eth_getBlockByHash" ->
                optional(chain.blockByHash(first)
                        .map(b -> write.block(b, params.path(1).asBoolean(false))));
            case "eth_getTransactionByHash" ->
                optional(chain.blockOfTransaction(first).map(write::transaction));
            case "eth_getTransactionReceipt" ->
                optional(chain.blockOfTransaction(first).map(write::receipt));
            case "eth_getLogs" -> logs(params.path(0));
            default -> throw new RpcError(BAD_METHOD, "the demo chain has no method " + method, null);
        };
    }

    private ExecutionResult call(JsonNode params) {
        requireLatest(params.path(1));
        ExecutionResult result = simulate(params.path(0), gas(params.path(0)));
        if (!result.succeeded()) {
            throw failure(result);
        }
        return result;
    }

    private ExecutionResult simulate(JsonNode call, BigInteger gas) {
        return chain.simulate(
                call.path("from").isString() ? Address.parse(call.path("from").asString()) : Address.ZERO,
                to(call),
                Hex.number(call.path("value").asString("0x0")),
                data(call),
                gas);
    }

    private static @Nullable Address to(JsonNode call) {
        String to = call.path("to").asString("");
        return to.isEmpty() || to.equals("0x") ? null : Address.parse(to);
    }

    private static byte[] data(JsonNode call) {
        return Hex.decode(call.path("data").asString(call.path("input").asString("0x")));
    }

    private static BigInteger gas(JsonNode call) {
        return call.path("gas").isString() ? Hex.number(call.path("gas").asString()) : DevBlock.GAS_LIMIT;
    }

    private static RpcError failure(ExecutionResult result) {
        return result.reverted()
                ? new RpcError(REVERTED, "execution reverted", Hex.encode(result.output()))
                : new RpcError(REFUSED, result.reason(), null);
    }

    /** The least gas limit with which the call succeeds, by bisection. */
    private long estimate(JsonNode params) {
        JsonNode call = params.path(0);
        BigInteger most = gas(call);
        ExecutionResult result = simulate(call, most);
        if (!result.succeeded()) {
            throw failure(result);
        }
        long enough = most.longValueExact();
        long tooLittle = Math.max(result.gasUsed(), intrinsic(call)) - 1;
        while (enough - tooLittle > 1) {
            // The answer lies close above what was used, so the first guesses stay low.
            long middle = Math.min((tooLittle + enough) / 2, tooLittle + tooLittle / 32 + 64);
            if (simulate(call, BigInteger.valueOf(middle)).succeeded()) {
                enough = middle;
            } else {
                tooLittle = middle;
            }
        }
        return enough;
    }

    private static long intrinsic(JsonNode call) {
        return TransactionProcessor.intrinsicGas(
                Transaction.unsigned(Address.ZERO, 0, to(call), BigInteger.ZERO, data(call), DevBlock.GAS_LIMIT));
    }

    /** States of earlier blocks are not kept, and a wrong answer would be worse than none. */
    private void requireLatest(JsonNode tag) {
        if (tag.isMissingNode() || tag.isNull()) {
            return;
        }
        boolean latest = blockAt(tag)
                .map(block -> block.number() == chain.latest().number())
                .orElse(false);
        if (!latest) {
            throw new RpcError(REFUSED, "the demo chain keeps the latest state only", null);
        }
    }

    private Optional<DevBlock> blockAt(JsonNode tag) {
        return switch (tag.asString("latest")) {
            case "latest", "pending", "safe", "finalized" -> Optional.of(chain.latest());
            case "earliest" -> chain.block(BigInteger.ZERO);
            default -> chain.block(Hex.number(tag.asString()));
        };
    }

    private JsonNode feeHistory(JsonNode params) {
        long count = Hex.number(params.path(0).asString("0x1")).longValueExact();
        long newest = blockAt(params.path(1)).orElse(chain.latest()).number();
        long oldest = Math.max(0, newest - count + 1);
        ObjectNode out = json.createObjectNode().put("oldestBlock", Hex.quantity(oldest));
        ArrayNode fees = out.putArray("baseFeePerGas");
        ArrayNode ratios = out.putArray("gasUsedRatio");
        ArrayNode rewards = out.putArray("reward");
        for (long n = oldest; n <= newest; n++) {
            fees.add(Hex.quantity(DevBlock.BASE_FEE));
            double used = chain.block(BigInteger.valueOf(n))
                    .map(b -> (double) b.header().gasUsed())
                    .orElse(0.0);
            ratios.add(used / DevBlock.GAS_LIMIT.doubleValue());
            ArrayNode reward = rewards.addArray();
            params.path(2).forEach(percentile -> reward.add(Hex.quantity(TIP)));
        }
        fees.add(Hex.quantity(DevBlock.BASE_FEE));
        return out;
    }

    private JsonNode logs(JsonNode filter) {
        ArrayNode out = json.createArrayNode();
        if (filter.path("blockHash").isString()) {
            chain.blockByHash(filter.path("blockHash").asString()).ifPresent(b -> write.logs(b, filter, out));
            return out;
        }
        long from = blockAt(filter.path("fromBlock")).orElse(chain.latest()).number();
        long to = blockAt(filter.path("toBlock")).orElse(chain.latest()).number();
        for (long n = from; n <= to; n++) {
            chain.block(BigInteger.valueOf(n)).ifPresent(b -> write.logs(b, filter, out));
        }
        return out;
    }

    private JsonNode text(String value) {
        return json.getNodeFactory().stringNode(value);
    }

    private JsonNode optional(Optional<? extends JsonNode> node) {
        return node.<JsonNode>map(n -> n).orElse(json.getNodeFactory().nullNode());
    }
}
