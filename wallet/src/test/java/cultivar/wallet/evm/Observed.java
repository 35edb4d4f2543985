package cultivar.wallet.evm;

import cultivar.wallet.codec.Hex;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be seen of a program's run, in a form that two machines can be compared by.
 *
 * @param outcome success or failure, with the output
 * @param gas what was used, after refunds
 * @param logs address, topics and data
 * @param after each contract's balance and first words of storage
 */
record Observed(String outcome, long gas, List<String> logs, Map<String, String> after) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final BigInteger GAS_LIMIT = BigInteger.valueOf(30_000_000);

    /** Returns the balance and the first words of storage of the contract that it is put into. */
    private static final String DUMP = dump();

    private static String dump() {
        StringBuilder code = new StringBuilder("475f52");
        for (int slot = 0; slot < Program.SLOTS; slot++) {
            code.append("60%02x5461%04x52".formatted(slot, 32 * (slot + 1)));
        }
        return "0x" + code.append("61%04x5ff3".formatted(32 * (Program.SLOTS + 1)));
    }

    /** Runs it on our machine. */
    static Observed ours(Program program) {
        WorldState state = new WorldState();
        state.setBalance(Program.SENDER, Program.SENDER_BALANCE);
        for (Program.Contract contract : program.contracts()) {
            state.setBalance(contract.address(), contract.balance());
            state.setCode(contract.address(), contract.code());
            contract.storage().forEach((slot, value) -> state.setStorage(contract.address(), slot, value));
        }
        state.keep();
        Block block = new Block(
                31_337,
                Program.NUMBER,
                Program.TIMESTAMP,
                Program.COINBASE,
                GAS_LIMIT,
                BigInteger.ZERO,
                Program.RANDOM,
                BigInteger.ONE,
                n -> BigInteger.ZERO);
        ExecutionResult result = new TransactionProcessor(state).apply(transaction(program), block);
        List<String> logs = new ArrayList<>();
        result.logs()
                .forEach(log -> logs.add(log.address().hex()
                        + log.topics().stream()
                                .map(t -> Hex.encode(Word.bytes(t)))
                                .toList()
                        + Hex.encode(log.data())));
        Map<String, String> after = new TreeMap<>();
        for (Program.Contract contract : program.contracts()) {
            StringBuilder words = new StringBuilder("0x%064x".formatted(state.balance(contract.address())));
            for (int slot = 0; slot < Program.SLOTS; slot++) {
                words.append("%064x".formatted(state.storage(contract.address(), BigInteger.valueOf(slot))));
            }
            after.put(contract.address().hex(), words.toString());
        }
        return new Observed(outcome(result.succeeded(), Hex.encode(result.output())), result.gasUsed(), logs, after);
    }

    private static String outcome(boolean succeeded, String output) {
        return (succeeded ? "success " : "failure ") + output;
    }

    private static Transaction transaction(Program program) {
        return new Transaction(
                2,
                null,
                Program.SENDER,
                0,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.valueOf(program.gas()),
                program.to(),
                program.value(),
                program.data(),
                program.accessList(),
                List.of(),
                BigInteger.ZERO,
                new byte[32],
                new byte[0]);
    }

    /** The question for another machine: one block with the program, and one that looks at the contracts afterwards. */
    static ObjectNode question(Program program, int id) {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", "eth_simulateV1");
        ArrayNode params = request.putArray("params");
        ObjectNode simulation = params.addObject().put("validation", false);
        params.add("latest");
        ArrayNode blocks = simulation.putArray("blockStateCalls");
        ObjectNode first = blocks.addObject();
        environment(first.putObject("blockOverrides"), Program.NUMBER);
        ObjectNode state = first.putObject("stateOverrides");
        state.putObject(Program.SENDER.hex()).put("balance", Hex.quantity(Program.SENDER_BALANCE));
        for (Program.Contract contract : program.contracts()) {
            ObjectNode account = state.putObject(contract.address().hex())
                    .put("balance", Hex.quantity(contract.balance()))
                    .put("code", Hex.encode(contract.code()));
            ObjectNode storage = account.putObject("state");
            contract.storage()
                    .forEach((slot, value) -> storage.put("0x%064x".formatted(slot), "0x%064x".formatted(value)));
        }
        ObjectNode call = first.putArray("calls")
                .addObject()
                .put("from", Program.SENDER.hex())
                .put("to", program.to().hex())
                .put("gas", Hex.quantity(program.gas()))
                .put("value", Hex.quantity(program.value()))
                .put("input", Hex.encode(program.data()));
        ArrayNode accessList = call.putArray("accessList");
        for (Transaction.Access access : program.accessList()) {
            ArrayNode keys = accessList
                    .addObject()
                    .put("address", access.address().hex())
                    .putArray("storageKeys");
            access.keys().forEach(key -> keys.add("0x%064x".formatted(key)));
        }
        ObjectNode second = blocks.addObject();
        environment(second.putObject("blockOverrides"), Program.NUMBER + 1);
        ObjectNode dumps = second.putObject("stateOverrides");
        ArrayNode calls = second.putArray("calls");
        for (Program.Contract contract : program.contracts()) {
            String address = contract.address().hex();
            dumps.putObject(address).put("code", DUMP);
            calls.addObject()
                    .put("from", Program.COINBASE.hex())
                    .put("to", address)
                    .put("gas", "0x30d40");
        }
        return request;
    }

    private static void environment(ObjectNode overrides, long number) {
        overrides
                .put("number", Hex.quantity(number))
                .put("time", Hex.quantity(Program.TIMESTAMP + number - Program.NUMBER))
                .put("gasLimit", Hex.quantity(GAS_LIMIT))
                .put("feeRecipient", Program.COINBASE.hex())
                .put("prevRandao", "0x%064x".formatted(Program.RANDOM))
                .put("baseFeePerGas", "0x0");
    }

    /** Reads the other machine's answer. */
    static Observed theirs(Program program, JsonNode answer) {
        JsonNode call = answer.at("/result/0/calls/0");
        if (call.isMissingNode()) {
            return new Observed("no answer: " + answer, 0, List.of(), Map.of());
        }
        List<String> logs = new ArrayList<>();
        call.path("logs").forEach(log -> {
            List<String> topics = new ArrayList<>();
            log.path("topics").forEach(topic -> topics.add(topic.asString()));
            logs.add(log.path("address").asString() + topics + log.path("data").asString());
        });
        Map<String, String> after = new TreeMap<>();
        JsonNode dumps = answer.at("/result/1/calls");
        for (int i = 0; i < program.contracts().size(); i++) {
            after.put(
                    program.contracts().get(i).address().hex(),
                    dumps.path(i).path("returnData").asString());
        }
        boolean succeeded = call.path("status").asString().equals("0x1");
        return new Observed(
                outcome(succeeded, call.path("returnData").asString()),
                Hex.number(call.path("gasUsed").asString()).longValue(),
                logs,
                after);
    }
}
