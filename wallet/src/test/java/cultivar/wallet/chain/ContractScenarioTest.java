package cultivar.wallet.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.Anvil;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The registry's scenario: as expected here, and the same gas, logs and results on Anvil where that is. */
class ContractScenarioTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void goodStepsSucceedAndBadOnesRevert() throws Exception {
        List<String> lines = ContractScenario.onDemoChain(folder);
        assertThat(lines).hasSize(28);
        assertThat(lines.stream()
                        .filter(line -> line.contains("status 0x0"))
                        .map(line -> line.substring(0, line.indexOf(" status"))))
                .containsExactly(
                        "register the same adapter again",
                        "register somebody else's adapter",
                        "register without datanets",
                        "move what is gone",
                        "move into a contract that takes none",
                        "approve what is not one's own",
                        "approve what does not exist",
                        "send coin to the registry",
                        "call nothing that is there");
    }

    @Test
    void everyStepIsTheSameOnAnvil() throws Exception {
        Optional<Path> program = Anvil.program();
        assumeTrue(program.isPresent(), "Anvil is not here; mvn -Panvil gets it.");
        try (Anvil anvil = funded(program.get())) {
            assertThat(ContractScenario.onDemoChain(folder))
                    .isEqualTo(ContractScenario.run((method, parameters) -> ask(anvil, method, parameters)));
        }
    }

    @Test
    void everyContractOfOursIsMadeAsOnAnvil() throws Exception {
        List<String> here;
        try (ChainClient client = ContractScenario.demoChain(folder)) {
            here = ContractScenario.makeAll((method, parameters) -> client.ask(method, Arrays.asList(parameters)));
        }
        assertThat(here).hasSize(4).allMatch(line -> line.contains("status \"0x1\""));
        Optional<Path> program = Anvil.program();
        assumeTrue(program.isPresent(), "Anvil is not here; mvn -Panvil gets it.");
        try (Anvil anvil = funded(program.get())) {
            assertThat(here)
                    .isEqualTo(ContractScenario.makeAll((method, parameters) -> ask(anvil, method, parameters)));
        }
    }

    private static Anvil funded(Path program) throws Exception {
        Anvil anvil = Anvil.start(program);
        for (TestAccount account : ContractScenario.ACCOUNTS) {
            ask(anvil, "anvil_setBalance", account.address().hex(), Hex.quantity(ContractScenario.COIN));
        }
        return anvil;
    }

    private static JsonNode ask(Anvil anvil, String method, Object... parameters) throws Exception {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ArrayNode list = request.putArray("params");
        for (Object parameter : parameters) {
            list.add(JSON.<JsonNode>valueToTree(parameter));
        }
        JsonNode answer = anvil.ask(request);
        assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
        return answer.path("result");
    }
}
