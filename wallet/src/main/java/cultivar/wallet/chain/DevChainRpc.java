package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.InvalidTransactionException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ethereum's JSON-RPC over the development chain, as far as wallets and contract wrappers use it. */
final class DevChainRpc {
    private static final BigInteger TIP = BigInteger.valueOf(100_000_000);
    private static final long LONGEST_HISTORY = 1_024;

    private final DevChain chain;
    private final JsonMapper json = new JsonMapper();
    private final DevChainJson write = new DevChainJson(json);
    private final DevCalls calls;
    private final DevSimulation simulation;
    private final DevFilters filters;

    DevChainRpc(DevChain chain) {
        this.chain = chain;
        this.calls = new DevCalls(chain);
        this.simulation = new DevSimulation(chain, json);
        this.filters = new DevFilters(chain, json, write);
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
            answer.putObject("error").put("code", DevRpcError.BAD_REQUEST).put("message", "not JSON");
            return json.writeValueAsString(answer);
        }
    }

    private ObjectNode answer(JsonNode request) {
        ObjectNode answer = json.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        try {
            chain.refresh();
            answer.set("result", result(request.path("method").asString(""), request.path("params")));
        } catch (DevRpcError e) {
            ObjectNode error = answer.putObject("error").put("code", e.code()).put("message", e.getMessage());
            if (e.data() != null) {
                error.put("data", e.data());
            }
        } catch (InvalidTransactionException | ChainException | UnsupportedOperationException e) {
            answer.putObject("error").put("code", DevRpcError.REFUSED).put("message", e.getMessage());
        } catch (IllegalArgumentException | ArithmeticException | JacksonException e) {
            answer.putObject("error").put("code", DevRpcError.BAD_PARAMETERS).put("message", e.getMessage());
        }
        return answer;
    }

    private JsonNode result(String method, JsonNode params) {
        return switch (method) {
            case "web3_clientVersion" -> text("Cultivar demo chain");
            case "net_version" -> text(Long.toString(chain.chainId()));
            case "eth_chainId" -> text(Hex.quantity(chain.chainId()));
            case "eth_syncing" -> truth(false);
            case "eth_blockNumber" -> text(Hex.quantity(chain.latest().number()));
            case "eth_gasPrice" -> text(Hex.quantity(DevBlock.BASE_FEE.add(TIP)));
            case "eth_maxPriorityFeePerGas" -> text(Hex.quantity(TIP));
            case "eth_feeHistory" -> feeHistory(params);
            case "eth_accounts" -> json.createArrayNode();
            case "eth_sendRawTransaction" ->
                text(Hex.encode(chain.send(Hex.decode(params.path(0).asString("")))));
            default -> method.startsWith("evm_") ? develop(method, params) : call(method, params);
        };
    }

    private JsonNode call(String method, JsonNode params) {
        return switch (method) {
            case "eth_call" -> {
                requireLatest(params.path(1));
                yield text(Hex.encode(calls.call(params.path(0), params.path(2), params.path(3))));
            }
            case "eth_estimateGas" -> text(Hex.quantity(calls.estimate(params.path(0), params.path(2))));
            case "eth_simulateV1" -> {
                requireLatest(params.path(1));
                yield simulation.run(params.path(0));
            }
            case "eth_getLogs" -> logs(params.path(0));
            case "eth_newFilter" -> text(filters.create(params.path(0)));
            case "eth_newBlockFilter" -> text(filters.create(params.path(0)));
            case "eth_getFilterChanges" -> filters.changes(params.path(0).asString(""));
            case "eth_getFilterLogs" -> logs(filters.criteria(params.path(0).asString("")));
            case "eth_uninstallFilter" -> truth(filters.remove(params.path(0).asString("")));
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
            case "eth_getTransactionCount" -> nonce(Address.parse(first), params.path(1));
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
                optional(chain.blockOfTransaction(first)
                        .map(write::transaction)
                        .or(() -> chain.pending(first).map(write::pending)));
            case "eth_getTransactionReceipt" ->
                optional(chain.blockOfTransaction(first).map(write::receipt));
            default -> throw new DevRpcError(DevRpcError.BAD_METHOD, "the demo chain has no method " + method, null);
        };
    }

    /** What development nodes offer to tests, under the names that are usual there. */
    private JsonNode develop(String method, JsonNode params) {
        return switch (method) {
            case "evm_mine" -> {
                chain.mine();
                yield text(Hex.quantity(chain.latest().number()));
            }
            case "evm_setAutomine" -> {
                chain.mineAtOnce(params.path(0).asBoolean(true));
                yield truth(true);
            }
            case "evm_increaseTime" -> {
                long seconds = params.path(0).isString()
                        ? Hex.number(params.path(0).asString()).longValueExact()
                        : params.path(0).asLong(0);
                chain.advance(Duration.ofSeconds(seconds));
                yield text(Hex.quantity(seconds));
            }
            case "evm_snapshot" -> text(Hex.quantity(chain.snapshot()));
            case "evm_revert" ->
                truth(chain.revert(Hex.number(params.path(0).asString("")).intValue()));
            default -> throw new DevRpcError(DevRpcError.BAD_METHOD, "the demo chain has no method " + method, null);
        };
    }

    private JsonNode nonce(Address address, JsonNode tag) {
        if (tag.asString("").equals("pending")) {
            return text(Hex.quantity(chain.pendingNonce(address)));
        }
        requireLatest(tag);
        return text(Hex.quantity(chain.state().nonce(address)));
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
            throw new DevRpcError(DevRpcError.REFUSED, "the demo chain keeps the latest state only", null);
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
        long count = Math.min(
                LONGEST_HISTORY, Hex.number(params.path(0).asString("0x1")).longValueExact());
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
            chain.blockByHash(filter.path("blockHash").asString()).ifPresent(b -> write.logs(b, filter, false, out));
            return out;
        }
        long from = blockAt(filter.path("fromBlock")).orElse(chain.latest()).number();
        long to = blockAt(filter.path("toBlock")).orElse(chain.latest()).number();
        for (long n = from; n <= to; n++) {
            chain.block(BigInteger.valueOf(n)).ifPresent(b -> write.logs(b, filter, false, out));
        }
        return out;
    }

    private JsonNode text(String value) {
        return json.getNodeFactory().stringNode(value);
    }

    private JsonNode truth(boolean value) {
        return json.getNodeFactory().booleanNode(value);
    }

    private JsonNode optional(Optional<? extends JsonNode> node) {
        return node.<JsonNode>map(n -> n).orElse(json.getNodeFactory().nullNode());
    }
}
