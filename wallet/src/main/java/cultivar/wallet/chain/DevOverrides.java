package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Block;
import cultivar.wallet.evm.WorldState;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** What a caller wants to be otherwise while a call is tried: the block, or accounts. */
final class DevOverrides {
    private DevOverrides() {}

    /** Changes accounts as {@code eth_call} and {@code eth_simulateV1} describe it; who asks undoes it. */
    static void apply(JsonNode overrides, WorldState state) {
        for (var entry : overrides.properties()) {
            Address address = Address.parse(entry.getKey());
            JsonNode account = entry.getValue();
            if (account.has("balance")) {
                state.setBalance(address, number(account, "balance"));
            }
            if (account.has("nonce")) {
                state.setNonce(address, number(account, "nonce").longValue());
            }
            if (account.has("code")) {
                state.setCode(address, Hex.decode(account.get("code").asString()));
            }
            if (account.has("state")) {
                state.storageOf(address).keySet().forEach(slot -> state.setStorage(address, slot, BigInteger.ZERO));
                store(account.get("state"), address, state);
            }
            if (account.has("stateDiff")) {
                store(account.get("stateDiff"), address, state);
            }
        }
    }

    private static void store(JsonNode words, Address address, WorldState state) {
        words.properties()
                .forEach(word -> state.setStorage(
                        address,
                        Hex.number(word.getKey()),
                        Hex.number(word.getValue().asString())));
    }

    /** The block with other properties. */
    static Block apply(JsonNode overrides, Block block) {
        return new Block(
                block.chainId(),
                overrides.has("number") ? number(overrides, "number").longValueExact() : block.number(),
                overrides.has("time") ? number(overrides, "time").longValueExact() : block.timestamp(),
                overrides.has("feeRecipient")
                        ? Address.parse(overrides.get("feeRecipient").asString())
                        : block.coinbase(),
                overrides.has("gasLimit") ? number(overrides, "gasLimit") : block.gasLimit(),
                overrides.has("baseFeePerGas") ? number(overrides, "baseFeePerGas") : block.baseFee(),
                overrides.has("prevRandao") ? number(overrides, "prevRandao") : block.random(),
                overrides.has("blobBaseFee") ? number(overrides, "blobBaseFee") : block.blobBaseFee(),
                block.hashes());
    }

    private static BigInteger number(JsonNode node, String field) {
        return Hex.number(node.get(field).asString());
    }
}
