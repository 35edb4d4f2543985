package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.contract.AdapterRegistry;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 24 transactions around the registry, good and bad, told so that two nodes can be compared by what they say. */
final class ContractScenario {
    /** A node, in this process or another. */
    interface Node {
        JsonNode ask(String method, Object... parameters) throws Exception;
    }

    private record Step(String name, int sender, @Nullable Address to, BigInteger value, byte[] data) {}

    static final List<TestAccount> ACCOUNTS =
            List.of(new TestAccount("builder"), new TestAccount("curator"), new TestAccount("stranger"));
    static final BigInteger COIN = BigInteger.TEN.pow(18);

    private static final Address REGISTRY = Address.parse(
            "0x" + Hex.encode(Keccak.hash(Hex.decode("0xd694" + hex(0) + "80"))).substring(26));
    private static final long GAS = 3_000_000;

    private final List<Step> steps = new ArrayList<>();
    private final long[] nonces = new long[ACCOUNTS.size()];

    private ContractScenario() {
        deploy("deploy the registry");
        deploy("deploy another");
        coin("give coin to the curator", 0, 1);
        register("register with one datanet", 0, 1, 1, "");
        register("register with five", 0, 2, 5, "ipfs://bafy");
        register("register the same adapter again", 0, 1, 1, "");
        register("register somebody else's adapter", 1, 2, 1, "");
        register("register without datanets", 1, 3, 0, "");
        register("register with a long address", 1, 3, 2, "https://example.org/" + "x".repeat(200));
        call("approve the curator", 0, "approve", address(1), number(1));
        call("move by the approved", 1, "transferFrom", address(0), address(2), number(1));
        call("move what is gone", 0, "transferFrom", address(0), address(2), number(1));
        call("approve for all", 0, "setApprovalForAll", address(1), new Bool(true));
        call("move by the operator", 1, "safeTransferFrom", address(0), address(1), number(2));
        call("move into a contract that takes none", 1, "safeTransferFrom", address(1), registry(), number(2));
        call("withdraw the approval for all", 0, "setApprovalForAll", address(1), new Bool(false));
        call("approve what is not one's own", 2, "approve", address(0), number(3));
        call("approve what does not exist", 2, "approve", address(0), number(99));
        coin("send coin back", 1, 0);
        coin("send coin to oneself", 2, 2);
        steps.add(new Step("send coin to the registry", 0, REGISTRY, BigInteger.ONE, new byte[0]));
        steps.add(new Step("call nothing that is there", 0, REGISTRY, BigInteger.ZERO, new byte[] {1, 2, 3, 4}));
        register("register with twenty datanets", 2, 4, 20, "ipfs://bafybeigdyrzt");
        call("move back", 2, "transferFrom", address(2), address(0), number(1));
    }

    private static String hex(int account) {
        return ACCOUNTS.get(account).address().hex().substring(2);
    }

    private static org.web3j.abi.datatypes.Address address(int account) {
        return new org.web3j.abi.datatypes.Address(
                ACCOUNTS.get(account).address().hex());
    }

    private static org.web3j.abi.datatypes.Address registry() {
        return new org.web3j.abi.datatypes.Address(REGISTRY.hex());
    }

    private static Uint256 number(long value) {
        return new Uint256(value);
    }

    private void deploy(String name) {
        steps.add(new Step(name, 0, null, BigInteger.ZERO, Hex.decode(AdapterRegistry.BINARY)));
    }

    private void coin(String name, int from, int to) {
        steps.add(new Step(name, from, ACCOUNTS.get(to).address(), COIN.shiftRight(3), new byte[0]));
    }

    private void register(String name, int sender, int adapter, int datanets, String uri) {
        List<Bytes32> roots = IntStream.range(0, datanets)
                .mapToObj(i -> new Bytes32(Keccak.hash("datanet " + i)))
                .toList();
        call(
                name,
                sender,
                "register",
                new Bytes32(Keccak.hash("adapter " + adapter)),
                new Bytes32(Keccak.hash("base")),
                new Bytes32(Keccak.hash("manifest " + adapter)),
                new DynamicArray<>(Bytes32.class, roots),
                new Utf8String(uri));
    }

    private void call(String name, int sender, String function, Type<?>... arguments) {
        String data = FunctionEncoder.encode(new Function(function, Arrays.asList(arguments), List.of()));
        steps.add(new Step(name, sender, REGISTRY, BigInteger.ZERO, Hex.decode(data)));
    }

    /** Runs all steps; one line for each with its status, gas, new contract and logs, and one for what is read after. */
    static List<String> run(Node node) throws Exception {
        ContractScenario scenario = new ContractScenario();
        List<String> out = new ArrayList<>();
        for (Step step : scenario.steps) {
            out.add(scenario.run(step, node));
        }
        for (String read : List.of("registrations()", "name()", "tokenURI(uint256)", "ownerOf(uint256)")) {
            String selector = Hex.encode(Keccak.hash(read)).substring(0, 10);
            String data = selector + (read.endsWith("(uint256)") ? "%064x".formatted(2) : "");
            out.add(read + " "
                    + node.ask("eth_call", Map.of("to", REGISTRY.hex(), "data", data), "latest")
                            .asString());
        }
        return out;
    }

    /** Makes each of our contracts, one upon the other; a line for each with its address, gas and code. */
    static List<String> makeAll(Node node) throws Exception {
        List<String> out = new ArrayList<>();
        String datanets = make(node, "Datanets", "", 0, out);
        String adapters = make(node, "Adapters", datanets, 1, out);
        make(node, "Rewards", adapters, 2, out);
        make(node, "Stakes", datanets, 3, out);
        return out;
    }

    private static String make(Node node, String name, String argument, long nonce, List<String> out) throws Exception {
        String code;
        try (InputStream in = Objects.requireNonNull(
                ContractScenario.class.getResourceAsStream("/cultivar/wallet/contract/" + name + ".json"))) {
            code = new JsonMapper().readTree(in).path("bytecode").asString();
        }
        byte[] data = Hex.decode(code + (argument.isEmpty() ? "" : "0".repeat(24) + argument.substring(2)));
        JsonNode receipt = send(node, ACCOUNTS.getFirst().sign(nonce, 1, 100, 2 * GAS, null, BigInteger.ZERO, data));
        String address = receipt.path("contractAddress").asString();
        out.add(name + " " + address + " gas " + receipt.path("gasUsed") + " status " + receipt.path("status") + " "
                + node.ask("eth_getCode", address, "latest"));
        return address;
    }

    private static JsonNode send(Node node, byte[] raw) throws Exception {
        String hash = node.ask("eth_sendRawTransaction", Hex.encode(raw)).asString();
        JsonNode receipt = node.ask("eth_getTransactionReceipt", hash);
        while (receipt.isNull()) {
            Thread.sleep(1);
            receipt = node.ask("eth_getTransactionReceipt", hash);
        }
        return receipt;
    }

    private String run(Step step, Node node) throws Exception {
        byte[] raw = ACCOUNTS.get(step.sender())
                .sign(nonces[step.sender()]++, 1, 100, GAS, step.to(), step.value(), step.data());
        JsonNode receipt = send(node, raw);
        StringBuilder out = new StringBuilder(step.name())
                .append(" status ")
                .append(receipt.path("status").asString())
                .append(" gas ")
                .append(Hex.number(receipt.path("gasUsed").asString()))
                .append(" contract ")
                .append(receipt.path("contractAddress").asString("none"));
        receipt.path("logs")
                .forEach(log -> out.append(' ')
                        .append(log.path("address"))
                        .append(log.path("topics"))
                        .append(log.path("data")));
        return out.toString();
    }

    /** The scenario on a new demo chain that lies in a folder. */
    static List<String> onDemoChain(Path folder) throws Exception {
        try (ChainClient client = demoChain(folder)) {
            return run((method, parameters) -> client.ask(method, Arrays.asList(parameters)));
        }
    }

    /** A new demo chain on which all accounts have coin. */
    static ChainClient demoChain(Path folder) {
        DevChain chain = DevChain.open(folder, List.of());
        ACCOUNTS.forEach(account -> chain.fund(account.address(), COIN));
        return ChainClient.connect(Network.demoChain(), chain);
    }

    /** Runs it from a cold start and prints the milliseconds since the process began. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("scenario");
        int steps = onDemoChain(folder).size();
        Instant begin = ProcessHandle.current().info().startInstant().orElseThrow();
        System.out.println(
                steps + " answers in " + Duration.between(begin, Instant.now()).toMillis() + " ms");
    }
}
