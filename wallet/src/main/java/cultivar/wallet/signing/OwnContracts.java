package cultivar.wallet.signing;

import cultivar.wallet.abi.ContractAbi;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contracts of this project, by name and by code. */
final class OwnContracts {
    private static final List<String> NAMES = List.of("AdapterRegistry", "Adapters", "Datanets", "Rewards", "Stakes");

    private final List<OwnContract> contracts;

    private OwnContracts(List<OwnContract> contracts) {
        this.contracts = List.copyOf(contracts);
    }

    /** Reads the committed artefacts, which the jar carries. */
    static OwnContracts load() {
        return new OwnContracts(NAMES.stream().map(OwnContracts::read).toList());
    }

    private static OwnContract read(String name) {
        try (InputStream in = OwnContracts.class.getResourceAsStream("/cultivar/wallet/contract/" + name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the jar has no artefact of " + name);
            }
            JsonNode artefact = new JsonMapper().readTree(in);
            return new OwnContract(
                    name,
                    ContractAbi.parse(artefact.path("abi")),
                    Hex.decode(artefact.path("bytecode").asString()),
                    Hex.decode(artefact.path("deployedBytecode").asString()).length,
                    base(artefact));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the constructor is given. */
    private static Optional<String> base(JsonNode artefact) {
        return artefact.path("abi")
                .valueStream()
                .filter(part -> part.path("type").asString("").equals("constructor"))
                .flatMap(constructor -> constructor.path("inputs").valueStream())
                .findFirst()
                .map(given -> given.path("internalType").asString().replaceFirst("^contract ", ""));
    }

    List<OwnContract> all() {
        return contracts;
    }

    Optional<OwnContract> named(String name) {
        return contracts.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The contract that this creation code makes. */
    Optional<OwnContract> madeBy(byte[] data) {
        return contracts.stream().filter(each -> each.isMadeBy(data)).findFirst();
    }

    /** The contract with exactly this code at an address of a chain; what it is made over is not looked at. */
    Optional<OwnContract> withCode(byte[] code, Address at, long chainId) {
        return contracts.stream()
                .filter(each -> each.hasCode(code, at, chainId))
                .findFirst();
    }
}
