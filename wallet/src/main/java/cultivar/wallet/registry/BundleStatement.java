package cultivar.wallet.registry;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What its builder signs about a publication that is sent later. Hashes are 32 bytes, hexadecimal with {@code 0x}.
 *
 * @param name what the adapter is called
 * @param network the network that it waits for, by its short name
 * @param chainId the chain of that network
 * @param creator the account that registers it, and that signs this
 * @param manifest the manifest's hash, as it will be registered
 * @param contents hash of the list of the bundle's files, as {@link FolderHash} has it
 * @param signed when, in ISO 8601 to the second, in UTC
 */
public record BundleStatement(
        String name, String network, long chainId, String creator, String manifest, String contents, String signed) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The typed data of EIP-712, as JSON. Its domain names no chain: the chain that is waited for is told by a member,
     * and no contract takes this signature.
     */
    public String typedData() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode types = root.putObject("types");
        ArrayNode domain = types.putArray("EIP712Domain");
        member(domain, "name", "string");
        member(domain, "version", "string");
        ArrayNode members = types.putArray("Publication");
        member(members, "name", "string");
        member(members, "network", "string");
        member(members, "chainId", "uint256");
        member(members, "creator", "address");
        member(members, "manifest", "bytes32");
        member(members, "contents", "bytes32");
        member(members, "signed", "string");
        root.put("primaryType", "Publication");
        root.putObject("domain").put("name", "Cultivar").put("version", "1");
        root.putObject("message")
                .put("name", name)
                .put("network", network)
                .put("chainId", Long.toString(chainId))
                .put("creator", creator)
                .put("manifest", manifest)
                .put("contents", contents)
                .put("signed", signed);
        return root.toString();
    }

    private static void member(ArrayNode into, String name, String type) {
        into.addObject().put("name", name).put("type", type);
    }
}
