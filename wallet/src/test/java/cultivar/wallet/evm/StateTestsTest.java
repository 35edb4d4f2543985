package cultivar.wallet.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.codec.Rlp;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ethereum's published state tests: every Cancun entry of every file in the golden folder, one test for a file. Entries that
 * need the proof of precompiled contract 10 are named and left out, if the machine refuses them in clear words.
 */
class StateTestsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> everyFileOfTheFolder() throws IOException {
        Path root = Path.of(System.getProperty("cultivar.golden", "../shared/golden"))
                .resolve("evm/GeneralStateTests");
        assumeTrue(Files.isDirectory(root), "no state tests at " + root);
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> all =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            assertThat(all).isNotEmpty();
            return all.stream()
                    .map(file -> DynamicTest.dynamicTest(root.relativize(file).toString(), () -> run(file)));
        }
    }

    private static void run(Path file) throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (var test : JSON.readTree(Files.readAllBytes(file)).properties()) {
            JsonNode entries = test.getValue().at("/post/Cancun");
            for (int i = 0; i < entries.size(); i++) {
                String name = test.getKey() + "[" + i + "] " + entries.get(i).get("indexes");
                try {
                    String problem = runEntry(test.getValue(), entries.get(i));
                    if (!problem.isEmpty()) {
                        wrong.put(name, problem);
                    }
                } catch (UnsupportedOperationException e) {
                    assertThat(e).hasMessageContaining("no precompiled contract 10");
                    refused.add(name);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assumeTrue(refused.isEmpty(), () -> "precompiled contract 10 is needed by " + refused);
    }

    /** Empty if the entry passes. */
    private static String runEntry(JsonNode test, JsonNode entry) {
        WorldState state = state(test.get("pre"));
        Block block = block(test.get("env"));
        boolean mustFail = entry.has("expectException");
        List<Log> logs = List.of();
        try {
            Transaction transaction =
                    TransactionDecoder.decode(Hex.decode(entry.get("txbytes").asString()));
            logs = new TransactionProcessor(state).apply(transaction, block).logs();
            if (mustFail) {
                return "accepted, though " + entry.get("expectException");
            }
        } catch (InvalidTransactionException e) {
            if (!mustFail) {
                return "refused: " + e.getMessage();
            }
        }
        String logsHash = Hex.encode(
                Keccak.hash(Rlp.list(logs.stream().map(Log::rlp).toList()).encode()));
        if (!logsHash.equals(entry.get("logs").asString())) {
            return "logs differ";
        }
        return Hex.encode(StateRoot.of(state)).equals(entry.get("hash").asString()) ? "" : "state root differs";
    }

    private static WorldState state(JsonNode pre) {
        WorldState state = new WorldState();
        for (var account : pre.properties()) {
            Address address = Address.parse(account.getKey());
            JsonNode content = account.getValue();
            state.setBalance(address, Hex.number(content.get("balance").asString()));
            state.setNonce(address, Hex.number(content.get("nonce").asString()).longValue());
            state.setCode(address, Hex.decode(content.get("code").asString()));
            content.get("storage")
                    .properties()
                    .forEach(slot -> state.setStorage(
                            address,
                            Hex.number(slot.getKey()),
                            Hex.number(slot.getValue().asString())));
        }
        state.keep();
        return state;
    }

    private static Block block(JsonNode env) {
        return new Block(
                1,
                number(env, "currentNumber").longValue(),
                number(env, "currentTimestamp").longValue(),
                Address.parse(env.get("currentCoinbase").asString()),
                number(env, "currentGasLimit"),
                number(env, "currentBaseFee"),
                number(env, "currentRandom"),
                Block.blobBaseFee(number(env, "currentExcessBlobGas")),
                n -> new BigInteger(1, Keccak.hash(Long.toString(n))));
    }

    private static BigInteger number(JsonNode env, String field) {
        return env.has(field) ? Hex.number(env.get(field).asString()) : BigInteger.ZERO;
    }
}
