package cultivar.wallet.signing;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.abi.AbiParameter;
import cultivar.wallet.abi.AbiType;
import cultivar.wallet.abi.AbiValue;
import cultivar.wallet.abi.AbiWriter;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.DevChain;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.registry.Deployment;
import cultivar.wallet.registry.Registry;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction would change, tried on a real chain, and refusals in words. */
class SimulatorTest {
    private static final Address ME = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final Address BOB = Address.parse("0x00000000000000000000000000000000000000b0");
    private static final Address TOKEN = Address.parse("0x0000000000000000000000000000000000000020");
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    @TempDir
    Path folder;

    private DevChain chain;
    private ChainClient client;
    private ChainTargets targets;
    private Simulator simulator;

    @BeforeEach
    void open() {
        chain = DevChain.open(folder, List.of(Hex.decode(AdapterRegistry.BINARY)));
        chain.fund(ME, COIN);
        client = ChainClient.connect(Network.demoChain(), chain);
        targets = new ChainTargets(client, Standards.load(), OwnContracts.load());
        simulator = new Simulator(client, targets, Names.NONE, new Refusals());
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void knowsWhatLiesAtAnAddress() {
        assertThat(targets.at(registry())).isEqualTo(new Target.Own("AdapterRegistry"));
        assertThat(targets.at(BOB)).isEqualTo(new Target.Person());
    }

    /** Each has addresses in its code; one wrong byte anywhere, or a stranger below it, and it is a stranger. */
    @Test
    void knowsContractsThatAreMadeOverOthers() {
        Chains chains = Registry.chains(folder.resolve("home"));
        Network network = Network.demoChain();
        try (ChainClient there = chains.connect(network)) {
            Contracts contracts = Registry.contracts(there);
            ChainTargets known = new ChainTargets(there, Standards.load(), OwnContracts.load());
            assertThat(known.at(contracts.datanets())).isEqualTo(new Target.Own("Datanets"));
            assertThat(known.at(contracts.adapters())).isEqualTo(new Target.Own("Adapters"));
            assertThat(known.at(contracts.rewards())).isEqualTo(new Target.Own("Rewards"));
            assertThat(known.at(contracts.stakes())).isEqualTo(new Target.Own("Stakes"));
            for (Address at : List.of(contracts.adapters(), contracts.rewards(), contracts.stakes())) {
                byte[] code = there.code(at);
                OwnContracts own = OwnContracts.load();
                assertThat(own.withCode(code, at, network.chainId())).isPresent();
                assertThat(own.withCode(code, at, 1).isPresent())
                        .as("only the rewards have the chain's number in their code")
                        .isEqualTo(!at.equals(contracts.rewards()));
                Random random = new Random(7);
                for (int i = 0; i < 40; i++) {
                    byte[] changed = code.clone();
                    changed[random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(8));
                    assertThat(own.withCode(changed, at, network.chainId())).isEmpty();
                }
            }
        }
        try (ChainClient stranger = ChainClient.connect(
                network, DevChain.open(folder.resolve("stranger"), Deployment.creationCode(wrong())))) {
            ChainTargets known = new ChainTargets(stranger, Standards.load(), OwnContracts.load());
            Contracts contracts = Objects.requireNonNull(network.contracts());
            assertThat(known.at(contracts.datanets())).isEqualTo(new Target.Own("Datanets"));
            assertThat(known.at(contracts.adapters())).as("it is over nobody").isNotInstanceOf(Target.Own.class);
        }
    }

    private static Contracts wrong() {
        return new Contracts(BOB, BOB, BOB, BOB);
    }

    @Test
    void tellsCoinThatGoesAndComes() {
        Forecast forecast = simulator.forecast(ME, Draft.coin(BOB, COIN.shiftRight(1)));
        assertThat(forecast).isInstanceOfSatisfying(Forecast.Succeeds.class, succeeds -> {
            assertThat(succeeds.gas()).isEqualTo(21_000);
            assertThat(succeeds.traced()).isTrue();
            assertThat(succeeds.changes())
                    .containsExactly(
                            new Change(ME, "0.5 DEMO", Change.Kind.LOSS),
                            new Change(BOB, "0.5 DEMO", Change.Kind.GAIN));
        });
        assertThat(client.balance(BOB)).isZero();
    }

    @Test
    void tellsThatThereIsTooLittle() {
        assertThat(simulator.forecast(ME, Draft.coin(BOB, COIN.add(BigInteger.ONE))))
                .isEqualTo(new Forecast.TooPoor(COIN, COIN.add(BigInteger.ONE)));
    }

    @Test
    void tellsWhyAContractRefuses() {
        byte[] data = OwnContracts.load()
                .named("AdapterRegistry")
                .orElseThrow()
                .abi()
                .function("register")
                .orElseThrow()
                .call(word(1), word(2), word(3), new AbiValue.Items(List.of()), new AbiValue.Text(""));
        assertThat(simulator.forecast(ME, Draft.call(registry(), data)))
                .isEqualTo(new Forecast.Refused("No datanet is named; at least one is needed."));
    }

    @Test
    void putsRefusalsInWords() {
        Refusals refusals = new Refusals();
        AbiParameter number = new AbiParameter("", new AbiType.Whole(false, 256));
        assertThat(refusals.words(error("Panic(uint256)", List.of(number), whole(0x11))))
                .isEqualTo("The contract failed: a number grew too large or fell below zero.");
        assertThat(refusals.words(error("Panic(uint256)", List.of(number), whole(0x99))))
                .isEqualTo("The contract failed with Solidity\u2019s panic code 153.");
        AbiParameter text = new AbiParameter("", new AbiType.Text());
        assertThat(refusals.words(error("Error(string)", List.of(text), new AbiValue.Text("no {0} 'here'"))))
                .isEqualTo("The contract refused: no {0} 'here'");
        assertThat(refusals.words(new RevertedException("The contract refused: execution reverted", new byte[0])))
                .isEqualTo("The contract refused: execution reverted");
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] seed = error("Error(string)", List.of(text), new AbiValue.Text("why"));
            byte[] data = Arrays.copyOf(seed, random.nextInt(seed.length + 10));
            if (data.length > 0) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            assertThat(refusals.words(data)).isNotBlank();
        }
    }

    @Test
    void addsUpEventsAndIgnoresForgedOnes() {
        Movements movements = new Movements(
                ME,
                "DEMO",
                address -> address.equals(TOKEN) ? new Target.Coinlike("TOK", 2) : new Target.Collection("Cats"),
                Names.NONE,
                new SigningWords());
        List<String> transfer = List.of(topic("Transfer(address,address,uint256)"), place(ME), place(BOB));
        movements.event(TOKEN, transfer, number(300));
        movements.event(TOKEN, List.of(transfer.getFirst(), place(BOB), place(ME)), number(50));
        movements.event(TOKEN, transfer, new byte[7]);
        movements.event(TOKEN, List.of("0x1234"), new byte[0]);
        movements.event(BOB, List.of(transfer.getFirst(), place(BOB), place(ME), "0x7"), new byte[0]);
        movements.event(
                TOKEN,
                List.of(topic("Approval(address,address,uint256)"), place(ME), place(BOB)),
                AbiWriter.write(
                        List.of(new AbiParameter("", new AbiType.Whole(false, 256))),
                        List.of(new AbiValue.Whole(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)))));
        assertThat(movements.changes())
                .containsExactly(
                        new Change(ME, "2.5 TOK", Change.Kind.LOSS),
                        new Change(ME, "token 7 of Cats", Change.Kind.GAIN),
                        new Change(ME, BOB.shortForm() + " may take all TOK, without a limit", Change.Kind.PERMISSION),
                        new Change(BOB, "2.5 TOK", Change.Kind.GAIN),
                        new Change(BOB, "token 7 of Cats", Change.Kind.LOSS));
    }

    private static Address registry() {
        // The chain's first contract lies where a newer chain has its first.
        return Objects.requireNonNull(Network.demoChain().contracts()).datanets();
    }

    private static byte[] error(String signature, List<AbiParameter> parameters, AbiValue value) {
        byte[] head = Arrays.copyOf(Keccak.hash(signature), 4);
        byte[] body = AbiWriter.write(parameters, List.of(value));
        byte[] out = Arrays.copyOf(head, 4 + body.length);
        System.arraycopy(body, 0, out, 4, body.length);
        return out;
    }

    private static AbiValue whole(long value) {
        return new AbiValue.Whole(BigInteger.valueOf(value));
    }

    private static AbiValue word(int last) {
        byte[] out = new byte[32];
        out[31] = (byte) last;
        return new AbiValue.Bytes(out);
    }

    private static byte[] number(long value) {
        return AbiWriter.write(List.of(new AbiParameter("", new AbiType.Whole(false, 256))), List.of(whole(value)));
    }

    private static String topic(String event) {
        return Hex.encode(Keccak.hash(event));
    }

    private static String place(Address address) {
        return "0x" + "0".repeat(24) + address.hex().substring(2);
    }
}
