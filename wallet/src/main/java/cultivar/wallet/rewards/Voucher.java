package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much of a channel's deposit is spent in all, signed: whoever has it can redeem it, and a newer one replaces it.
 *
 * @param chainId the chain that the channel is on
 * @param contract the rewards that it is in
 * @param channel its number
 * @param cumulative what is spent in all, in the currency's smallest units
 * @param signature of the channel's signer over {@link #typedData}
 */
public record Voucher(long chainId, Address contract, BigInteger channel, BigInteger cumulative, byte[] signature) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What is signed (EIP-712), as JSON. */
    public static String typedData(long chainId, Address contract, BigInteger channel, BigInteger cumulative) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode types = root.putObject("types");
        ArrayNode domainType = types.putArray("EIP712Domain");
        member(domainType, "name", "string");
        member(domainType, "version", "string");
        member(domainType, "chainId", "uint256");
        member(domainType, "verifyingContract", "address");
        ArrayNode type = types.putArray("Voucher");
        member(type, "channel", "uint256");
        member(type, "cumulative", "uint256");
        root.put("primaryType", "Voucher");
        root.putObject("domain")
                .put("name", "Cultivar rewards")
                .put("version", "1")
                .put("chainId", Long.toString(chainId))
                .put("verifyingContract", contract.toString());
        root.putObject("message").put("channel", channel.toString()).put("cumulative", cumulative.toString());
        return JSON.writeValueAsString(root);
    }

    private static void member(ArrayNode members, String name, String type) {
        members.addObject().put("name", name).put("type", type);
    }

    /** As JSON for whoever redeems it. */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("chain_id", chainId);
        json.put("contract", contract.toString());
        json.put("channel", channel.toString());
        json.put("cumulative", cumulative.toString());
        json.put("signature", Hex.encode(signature));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /**
     * Reads what {@link #json()} wrote.
     *
     * @throws RewardsException if the file is no voucher
     */
    public static Voucher read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return new Voucher(
                    json.required("chain_id").asLong(),
                    Address.parse(json.required("contract").asString()),
                    new BigInteger(json.required("channel").asString()),
                    new BigInteger(json.required("cumulative").asString()),
                    Hex.decode(json.required("signature").asString()));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new RewardsException(
                    file + " is no voucher, or cannot be read. Ask whoever signed it for another.", e);
        }
    }
}
