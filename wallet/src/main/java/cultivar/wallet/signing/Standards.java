package cultivar.wallet.signing;

import cultivar.wallet.abi.ContractAbi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The token standards, as far as wallets sign them.
 *
 * @param erc20 fungible tokens, with ERC-2612's permit
 * @param erc721 single tokens
 * @param erc1155 kinds of tokens
 * @param errors refusals of Solidity itself and of OpenZeppelin's access rules
 */
record Standards(ContractAbi erc20, ContractAbi erc721, ContractAbi erc1155, ContractAbi errors) {
    /** Reads them from the jar. */
    static Standards load() {
        try (InputStream in = Standards.class.getResourceAsStream("standards.json")) {
            if (in == null) {
                throw new IllegalStateException("the jar has no standards.json");
            }
            JsonNode all = new JsonMapper().readTree(in);
            return new Standards(
                    ContractAbi.parse(all.path("erc20")),
                    ContractAbi.parse(all.path("erc721")),
                    ContractAbi.parse(all.path("erc1155")),
                    ContractAbi.parse(all.path("errors")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
