package cultivar.wallet.abi;

import cultivar.wallet.codec.Hex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be asked of a contract, and how it refuses, by selector. */
public final class ContractAbi {
    private final Map<String, AbiFunction> functions = new HashMap<>();
    private final Map<String, AbiFunction> errors = new HashMap<>();
    private final List<AbiParameter> constructor;

    private ContractAbi(JsonNode list) {
        List<AbiParameter> made = List.of();
        for (JsonNode entry : list.values()) {
            List<AbiParameter> inputs = AbiType.parameters(entry.path("inputs"));
            String name = entry.path("name").asString("");
            boolean payable = entry.path("stateMutability").asString("").equals("payable");
            switch (entry.path("type").asString("")) {
                case "function" -> put(functions, new AbiFunction(name, inputs, payable));
                case "error" -> put(errors, new AbiFunction(name, inputs, false));
                case "constructor" -> made = inputs;
                default -> {} // events and the like are not asked for here
            }
        }
        constructor = made;
    }

    private static void put(Map<String, AbiFunction> into, AbiFunction function) {
        into.put(function.selector(), function);
    }

    /**
     * Reads a list of entries as compilers write it.
     *
     * @throws AbiException if it is none
     */
    public static ContractAbi parse(JsonNode list) {
        if (!list.isArray()) {
            throw new AbiException("a contract's description is a list");
        }
        return new ContractAbi(list);
    }

    /** As {@link #parse(JsonNode)}. */
    public static ContractAbi parse(String json) {
        try {
            return parse(new JsonMapper().readTree(json));
        } catch (JacksonException e) {
            throw new AbiException("a contract's description is JSON");
        }
    }

    /** The function that these bytes call. */
    public Optional<AbiFunction> function(byte[] data) {
        return Optional.ofNullable(functions.get(selector(data)));
    }

    /** The function of this name, if there is exactly one. */
    public Optional<AbiFunction> function(String name) {
        List<AbiFunction> found =
                functions.values().stream().filter(f -> f.name().equals(name)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The error that these bytes tell. */
    public Optional<AbiFunction> error(byte[] data) {
        return Optional.ofNullable(errors.get(selector(data)));
    }

    /** What is given to the contract when it is made. */
    public List<AbiParameter> constructor() {
        return constructor;
    }

    private static String selector(byte[] data) {
        return data.length < AbiFunction.SELECTOR ? "" : Hex.encode(Arrays.copyOf(data, AbiFunction.SELECTOR));
    }
}
