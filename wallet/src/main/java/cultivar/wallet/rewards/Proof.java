package cultivar.wallet.rewards;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The proof that an account earned its part of an epoch: whoever has it needs nothing else to check it.
 *
 * @param chainId the chain that the root is on
 * @param contract where it was posted
 * @param account who earned it
 * @param share what was earned, with the siblings
 */
public record Proof(long chainId, Address contract, Address account, EpochShare share) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Whether it leads to the root that was posted. */
    public boolean holds() {
        return RewardTree.leads(
                share.scope(),
                new Earning(account, share.cumulative()),
                share.proof(),
                share.posted().root());
    }

    /**
     * As JSON for others: root, encoding, value and proof are what OpenZeppelin's {@code StandardMerkleTree.verify} takes.
     */
    public String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("chain_id", chainId);
        json.put("contract", contract.toString());
        json.put("pot", share.posted().pot().toString());
        json.put("epoch", share.posted().epoch());
        json.put("root", share.posted().root());
        ArrayNode encoding = json.putArray("encoding");
        List.of("bytes32", "address", "uint256").forEach(encoding::add);
        json.putArray("value")
                .add(share.scope())
                .add(account.toString())
                .add(share.cumulative().toString());
        ArrayNode siblings = json.putArray("proof");
        share.proof().forEach(sibling -> siblings.add(Hex.encode(sibling)));
        return JSON.writer()
                .with(new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE))
                .writeValueAsString(json);
    }
}
