package cultivar.datanet.signed;

import cultivar.datanet.Bytes32;
import cultivar.datanet.CanonicalForm;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a contributor signs: whose rows go to which datanet, and which rows they are.
 *
 * @param datanet the name of the datanet that they are given to
 * @param contributor who gives them
 * @param rows how many there are
 * @param licences all licences among them, sorted, each once
 * @param root the Merkle root over (content hash, contributor) of the rows, as of a version
 * @param rowsHash keccak256 of the row hashes in the order of the file (see {@link RowSeal})
 * @param created when, by the contributor's clock, in whole seconds
 * @param note what the contributor says about them; may be empty
 */
public record Statement(
        String datanet,
        EvmAddress contributor,
        long rows,
        List<String> licences,
        Bytes32 root,
        Bytes32 rowsHash,
        Instant created,
        String note) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "Contribution";
    private static final List<List<String>> MEMBERS = List.of(
            List.of("datanet", "string"),
            List.of("contributor", "address"),
            List.of("rows", "uint256"),
            List.of("licences", "string[]"),
            List.of("root", "bytes32"),
            List.of("rowsHash", "bytes32"),
            List.of("created", "string"),
            List.of("note", "string"));

    /** Throws {@link cultivar.datanet.DatanetException} where the datanet's name cannot be one. */
    public Statement {
        datanet = new DatanetCard(datanet, "", "", "", "", List.of(), "").name();
        licences = licences.stream().distinct().sorted().toList();
        created = created.truncatedTo(ChronoUnit.SECONDS);
        note = CanonicalForm.text(note).strip();
    }

    /**
     * The typed data of EIP-712 that is signed, as JSON. The domain names no chain, because the rows are not for one.
     */
    public String typedData() {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode types = node.putObject("types");
        ArrayNode domain = types.putArray("EIP712Domain");
        domain.addObject().put("name", "name").put("type", "string");
        domain.addObject().put("name", "version").put("type", "string");
        ArrayNode members = types.putArray(TYPE);
        MEMBERS.forEach(
                member -> members.addObject().put("name", member.getFirst()).put("type", member.getLast()));
        node.put("primaryType", TYPE);
        node.putObject("domain").put("name", "Cultivar").put("version", "1");
        write(node.putObject("message"));
        return node.toString();
    }

    /** Puts the members into an object under the names of the typed data. */
    void write(ObjectNode node) {
        node.put("datanet", datanet);
        node.put("contributor", contributor.value());
        node.put("rows", rows);
        ArrayNode names = node.putArray("licences");
        licences.forEach(names::add);
        node.put("root", root.hex());
        node.put("rowsHash", rowsHash.hex());
        node.put("created", created.toString());
        node.put("note", note);
    }
}
